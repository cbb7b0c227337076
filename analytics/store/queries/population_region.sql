-- Grain: an active customer, sorted by customer_id.
-- Columns: region_id (NULL where unknown).
SELECT c.region_id
FROM features AS f
LEFT JOIN customers AS c USING (customer_id)
ORDER BY f.customer_id
