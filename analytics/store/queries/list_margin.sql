-- Grain: an active customer, sorted by customer_id.
-- Columns: worth (the customer's annual margin, as the bank's own column says it; NULL where unknown).
SELECT try_cast(c.annual_margin AS DOUBLE) AS worth
FROM features AS f
LEFT JOIN customers AS c USING (customer_id)
ORDER BY f.customer_id
