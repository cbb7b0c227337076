-- Grain: a region in which an active customer lives.
-- Columns: region_id, name (NULL where the bank gave none), n_customers; by name.
SELECT
    c.region_id,
    any_value(r.name) AS name,
    count(*) AS n_customers
FROM features AS f
INNER JOIN customers AS c USING (customer_id)
LEFT JOIN regions AS r ON c.region_id = r.region_id
WHERE c.region_id IS NOT NULL
GROUP BY c.region_id
ORDER BY name, c.region_id
