-- Grain: no rows: frees the memory of the tables behind the sequences.
-- Columns: none.
-- Parameters: none.
DROP TABLE acts;
DROP TABLE account_balances;
DROP TABLE balance_stretches;
DROP TABLE sequence_rows;
