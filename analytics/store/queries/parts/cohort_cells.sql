-- Cohorts out of `joined` (month, first day of the month of joining; months_here, since then when they closed, NULL: still
-- here; n, customers): how many joined, and how many were still here at the end of each month that is over.
-- Parameters: $as_of (date).
counted AS (
    SELECT month, months_here, sum(n)::BIGINT AS n FROM joined GROUP BY ALL
),

cells AS (
    SELECT
        month,
        sum(n)::BIGINT AS n_start,
        unnest(range(date_diff('month', month, date_trunc('month', $as_of::DATE + 1)))) AS period_index
    FROM counted
    GROUP BY month
)

SELECT
    strftime(c.month, '%Y-%m') AS cohort,
    c.period_index::INTEGER AS period_index,
    c.n_start,
    (c.n_start - coalesce(sum(l.n) OVER (PARTITION BY c.month ORDER BY c.period_index), 0))::BIGINT AS n_retained
FROM cells AS c
LEFT JOIN counted AS l ON l.month = c.month AND l.months_here = c.period_index
ORDER BY cohort, c.period_index
