-- Grain: a row a cohort (whole month of joining, since the records begin), months since then that are over, and segment (NULL:
-- everyone). A month that is not over yet has no row.
-- Columns: cohort ('2024-03'); period_index (0 is the month of joining itself); segment_id; n_start (joined in that month);
--   n_retained (of these, still here at the end of the month).
-- Parameters: $as_of, $first_on (dates); follows kpi_members.
WITH joined AS (
    SELECT
        m.dimension,
        m.member,
        date_trunc('month', p.opened_on)::DATE AS month,
        date_diff('month', p.opened_on, p.closed_on) AS months_here
    FROM kpi_people AS p
    JOIN kpi_members AS m USING (person_no)
    WHERE m.dimension IN ('all', 'segment') AND date_trunc('month', p.opened_on) >= $first_on
),
cohorts AS (
    SELECT dimension, member, month, count(*) AS n_start FROM joined GROUP BY ALL
),
lost AS (
    SELECT dimension, member, month, months_here, count(*) AS n FROM joined WHERE months_here IS NOT NULL GROUP BY ALL
),
cells AS (
    SELECT
        dimension,
        member,
        month,
        n_start,
        unnest(range(date_diff('month', month, date_trunc('month', $as_of + 1)))) AS period_index
    FROM cohorts
)
SELECT
    strftime(c.month, '%Y-%m') AS cohort,
    c.period_index::INTEGER AS period_index,
    CASE WHEN c.dimension = 'segment' THEN c.member END AS segment_id,
    c.n_start,
    (c.n_start - coalesce(sum(l.n) OVER (PARTITION BY c.dimension, c.member, c.month ORDER BY c.period_index), 0))::BIGINT
        AS n_retained
FROM cells AS c
LEFT JOIN lost AS l
  ON l.dimension = c.dimension AND l.member = c.member AND l.month = c.month AND l.months_here = c.period_index
ORDER BY cohort, segment_id NULLS FIRST, c.period_index;
