-- Grain: a channel that the record of an active customer names.
-- Columns: home_channel, n_customers; the most named first.
SELECT
    c.home_channel,
    count(*) AS n_customers
FROM features AS f
INNER JOIN customers AS c USING (customer_id)
WHERE c.home_channel IS NOT NULL
GROUP BY c.home_channel
ORDER BY n_customers DESC, c.home_channel
