-- Grain: a row a point with an own act in its last 365 days. Temporary. A gap lies between a day with an own act and the
-- one before it, and counts for the window in which it ended.
-- Columns: point_no; n_days_90d, n_days_365d (days with an own act); n_gaps, gap_sum, gap_square_sum, longest_gap (days;
--   NULL without a gap).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE gap_sums AS
WITH own_days AS (
    SELECT customer_no, day, day - lag(day) OVER (PARTITION BY customer_no ORDER BY day) AS gap
    FROM booked_days
    WHERE is_own
)
SELECT
    p.point_no,
    count(*) FILTER (d.day > p.day - 90) AS n_days_90d,
    count(*) AS n_days_365d,
    count(d.gap) AS n_gaps,
    sum(d.gap) AS gap_sum,
    sum(d.gap::BIGINT * d.gap) AS gap_square_sum,
    max(d.gap) AS longest_gap
FROM own_days AS d
JOIN numbered_points AS p ON p.customer_no = d.customer_no AND d.day <= p.day AND d.day > p.day - 365
GROUP BY p.point_no;
