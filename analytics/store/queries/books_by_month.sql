-- Grain: a whole month that ended on or before the as-of day; the last 25 of them.
-- Columns: month (its first day), n_joined, n_closed in it, n_on_books at its end (customers).
-- Parameters: $as_of (a day).
WITH months AS (
    SELECT CAST(starts AS DATE) AS month
    FROM generate_series(
        date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 25 MONTH,
        date_trunc('month', CAST($as_of AS DATE)),
        INTERVAL 1 MONTH
    ) AS series (starts)
    WHERE starts + INTERVAL 1 MONTH <= CAST($as_of AS DATE) + INTERVAL 1 DAY
)

SELECT
    m.month,
    count(*) FILTER (
        WHERE c.opened_on >= m.month AND c.opened_on < m.month + INTERVAL 1 MONTH
    ) AS n_joined,
    count(*) FILTER (
        WHERE c.closed_on >= m.month AND c.closed_on < m.month + INTERVAL 1 MONTH
    ) AS n_closed,
    count(*) FILTER (
        WHERE
        c.opened_on < m.month + INTERVAL 1 MONTH
        AND (c.closed_on IS NULL OR c.closed_on >= m.month + INTERVAL 1 MONTH)
    ) AS n_on_books
FROM months AS m
CROSS JOIN customers AS c
GROUP BY m.month
ORDER BY m.month
