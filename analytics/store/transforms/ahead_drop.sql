-- Grain: no rows: frees the memory of the largest temporary tables.
-- Columns: none.
-- Parameters: none.
DROP TABLE ahead_points;
DROP TABLE acts;
DROP TABLE booked_days;
DROP TABLE account_balances;
DROP TABLE balance_stretches;
