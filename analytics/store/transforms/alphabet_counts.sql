-- Grain: a row a symbol that occurs.
-- Columns: symbol; origin; n_customers; n_rows; a_year (rows a customer and year between the first that is no product and the
--   as-of day).
-- Parameters: $as_of (date).
WITH years AS (
    SELECT sum(greatest(date_diff('day', first_at::DATE, $as_of), 30)) / 365.25 AS n
    FROM (
        SELECT coalesce(min(happened_at) FILTER (origin <> 'product'), min(happened_at)) AS first_at
        FROM built.sequences
        GROUP BY customer_id
    )
)
SELECT
    symbol,
    min(origin) AS origin,
    count(DISTINCT customer_id) AS n_customers,
    count(*) AS n_rows,
    count(*) / (SELECT n FROM years) AS a_year
FROM built.sequences
GROUP BY symbol
ORDER BY symbol;
