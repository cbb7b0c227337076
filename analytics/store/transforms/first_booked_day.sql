-- Grain: one row.
-- Columns: day (date of the first transaction in the reporting currency; NULL where there is none).
-- Parameters: none.
SELECT min(booked_at)::DATE AS day FROM source.transactions WHERE in_currency;
