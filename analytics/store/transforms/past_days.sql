-- Grain: a row a day of the past. Temporary.
-- Columns: as_of (date, its end included).
-- Parameters: none; rows are inserted one by one.
CREATE OR REPLACE TEMP TABLE past_days (as_of DATE);
