-- Grain: a row a point and number of days back (0, 30, 90, 180, 365). Temporary.
-- Columns: point_no; days_back; the columns of customer_days on the last row on or before that day (NULL where there
--   is none); balance_sum and overdrawn_days are carried on to include that day itself.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE day_positions AS
WITH looks AS (
    SELECT point_no, customer_no, days_back, day - days_back AS day
    FROM numbered_points
    CROSS JOIN (VALUES (0), (30), (90), (180), (365)) AS back (days_back)
)
SELECT
    l.point_no,
    l.days_back,
    l.day,
    d.first_day,
    d.last_day,
    d.last_own_day,
    d.last_inflow_day,
    d.n_own_days,
    d.n_gaps,
    d.gap_sum,
    d.gap_square_sum,
    d.balance,
    d.balance_sum + (l.day - d.day + 1)::HUGEINT * d.balance AS balance_sum,
    d.overdrawn_days + CASE WHEN d.balance < 0 THEN l.day - d.day + 1 ELSE 0 END AS overdrawn_days
FROM looks AS l
ASOF LEFT JOIN customer_days AS d ON l.customer_no = d.customer_no AND l.day >= d.day;
