-- Grain: no rows, where neither a recorded nor a derived label exists. Temporary.
-- Columns: customer_id; as_of (date); outcome (name); value (0 or 1).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE all_labels (customer_id VARCHAR, as_of DATE, outcome VARCHAR, value INTEGER);
