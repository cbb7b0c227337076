-- Grain: an active customer, sorted by customer_id.
-- Columns: home_channel (NULL where unknown).
SELECT c.home_channel
FROM features AS f
LEFT JOIN customers AS c USING (customer_id)
ORDER BY f.customer_id
