-- Grain: a customer, open or not.
-- Columns: customer_id.
SELECT customer_id
FROM customers
ORDER BY customer_id
