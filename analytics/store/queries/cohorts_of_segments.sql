-- Grain: a row a cohort (whole month of joining), months since then that are over, and segment; as a build
-- counts them, those who left with whom they are like.
-- Columns: cohort ('2024-03'); period_index (0 is the month of joining itself); segment_id; n_start; n_retained (customers).
-- Parameters: $as_of (date); $segment_ids (list).
WITH members AS (
    SELECT DISTINCT customer_id, segment_id::VARCHAR AS segment_id
    FROM membership
    WHERE segment_id IN (SELECT unnest($segment_ids))
),
counted AS (
    SELECT m.segment_id, f.month, f.months_here, sum(f.n)::BIGINT AS n
    FROM retention_facts AS f
    JOIN members AS m USING (customer_id)
    GROUP BY ALL
),
cells AS (
    SELECT
        segment_id,
        month,
        sum(n)::BIGINT AS n_start,
        unnest(range(date_diff('month', month, date_trunc('month', $as_of::DATE + 1)))) AS period_index
    FROM counted
    GROUP BY segment_id, month
)
SELECT
    strftime(c.month, '%Y-%m') AS cohort,
    c.period_index::INTEGER AS period_index,
    c.segment_id,
    c.n_start,
    (c.n_start - coalesce(sum(l.n) OVER (PARTITION BY c.segment_id, c.month ORDER BY c.period_index), 0))::BIGINT
        AS n_retained
FROM cells AS c
LEFT JOIN counted AS l
  ON l.segment_id = c.segment_id AND l.month = c.month AND l.months_here = c.period_index
ORDER BY cohort, c.segment_id, c.period_index
