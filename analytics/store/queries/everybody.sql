-- Grain: a customer who ever was, in order of id.
-- Columns: customer_id.
-- Parameters: none.
SELECT customer_id FROM customers ORDER BY customer_id
