-- Grain: an entry an act. Written once, in order, never changed.
CREATE TABLE entries (
    sequence BIGINT PRIMARY KEY, done_at TEXT NOT NULL, author TEXT NOT NULL, act TEXT NOT NULL,
    subject TEXT NOT NULL, payload TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
)

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$

CREATE FUNCTION refuse_disorder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM entries) THEN
        RAISE EXCEPTION 'the ledger is append-only';
    END IF;
    RETURN NEW;
END $$

CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
FOR EACH ROW EXECUTE FUNCTION refuse_change()

CREATE TRIGGER entries_stay BEFORE DELETE ON entries
FOR EACH ROW EXECUTE FUNCTION refuse_change()

CREATE TRIGGER entries_stay_together BEFORE TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()

CREATE TRIGGER entries_come_in_order BEFORE INSERT ON entries
FOR EACH ROW EXECUTE FUNCTION refuse_disorder()
