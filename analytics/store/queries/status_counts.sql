-- Grain: a status that customers have on the as-of day.
-- Columns: status (active, closed, not_yet), n_customers.
SELECT
    status,
    count(*) AS n_customers
FROM customers
GROUP BY status
ORDER BY status
