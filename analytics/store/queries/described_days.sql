-- Grain: a day at which customers were described.
-- Columns: as_of, n_customers.
SELECT
    as_of,
    count(*) AS n_customers
FROM model_past
GROUP BY as_of
ORDER BY as_of
