-- Grain: a cohort (whole month of joining) of a region's customers and a month since it joined that is over.
-- Columns: cohort (2024-03), period_index (0 is the month of joining itself), n_start, n_retained (customers). As a build counts
--   all customers; of the region as it stands, or stood on the day the customer left.
-- Parameters: $region_id; $as_of (date).
WITH joined AS (
    SELECT
        date_trunc('month', opened_on)::DATE AS month,
        CASE WHEN closed_on <= $as_of::DATE THEN date_diff('month', opened_on, closed_on) END AS months_here
    FROM customers
    WHERE region_id = $region_id AND opened_on <= $as_of::DATE
      AND strftime(opened_on, '%Y-%m') IN (SELECT cohort FROM retention WHERE segment_id IS NULL)
),
counted AS (
    SELECT month, months_here, count(*) AS n FROM joined GROUP BY ALL
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
