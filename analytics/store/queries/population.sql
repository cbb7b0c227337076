-- Grain: an active customer, in the order that every other population_* query keeps.
-- Columns: customer_id.
SELECT customer_id
FROM features
ORDER BY customer_id
