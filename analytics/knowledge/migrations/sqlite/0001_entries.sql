-- Grain: an entry an act. Written once, in order, never changed.
CREATE TABLE IF NOT EXISTS entries (
    sequence INTEGER PRIMARY KEY, done_at TEXT NOT NULL, author TEXT NOT NULL, act TEXT NOT NULL,
    subject TEXT NOT NULL, payload TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT

CREATE TRIGGER IF NOT EXISTS entries_stay_as_they_are BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END

CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END

CREATE TRIGGER IF NOT EXISTS entries_come_in_order BEFORE INSERT ON entries
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
