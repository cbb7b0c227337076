-- Grain: one row, or none where the id is not known.
-- Columns: all of customers.
-- Parameters: $customer_id.
SELECT *
FROM customers
WHERE customer_id = $customer_id
