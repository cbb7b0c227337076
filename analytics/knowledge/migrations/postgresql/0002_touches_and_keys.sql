-- touches: JSON list of the subjects whose later change is a conflict; null for entries of the first version.
ALTER TABLE entries ADD COLUMN touches TEXT

-- Grain: a key a customer of whom there is a sealed payload. An erasure removes the row; nothing changes one.
CREATE TABLE customer_keys (pseudonym TEXT PRIMARY KEY, secret BYTEA NOT NULL)

CREATE FUNCTION refuse_change_of_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a key is never changed'; END $$

CREATE TRIGGER customer_keys_stay_as_they_are BEFORE UPDATE ON customer_keys
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_key()

-- Grain: a migration that was applied.
CREATE TABLE ledger_versions (version INTEGER PRIMARY KEY)
