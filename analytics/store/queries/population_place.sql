-- Grain: an active customer, sorted by customer_id.
-- Columns: x, y (the map's own units; NULL where a customer has no place).
SELECT m.x, m.y
FROM features AS f
LEFT JOIN map AS m USING (customer_id)
ORDER BY f.customer_id
