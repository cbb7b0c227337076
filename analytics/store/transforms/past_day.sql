-- Grain: one row of past_days.
-- Columns: as in past_days.
-- Parameters: $as_of (date).
INSERT INTO past_days VALUES ($as_of);
