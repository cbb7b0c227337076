-- Grain: one row, or none.
-- Columns: customer_id, x, y.
-- Parameters: $customer_id.
SELECT
    customer_id,
    x,
    y
FROM map
WHERE customer_id = $customer_id
