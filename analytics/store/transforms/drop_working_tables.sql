-- Grain: no rows: frees the memory of the largest temporary tables.
-- Columns: none.
-- Parameters: none.
DROP TABLE acts;
DROP TABLE booked_days;
DROP TABLE account_balances;
DROP TABLE balance_stretches;
DROP TABLE day_cells;
DROP TABLE window_cells;
DROP TABLE window_sums;
DROP TABLE category_cells;
