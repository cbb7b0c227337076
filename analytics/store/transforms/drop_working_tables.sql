-- Grain: no rows: frees the memory of the largest temporary tables.
-- Columns: none.
-- Parameters: none.
DROP TABLE acts;
DROP TABLE customer_days;
DROP TABLE balance_changes;
DROP TABLE window_sums;
DROP TABLE day_positions;
DROP TABLE category_cells;
