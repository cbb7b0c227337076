-- Grain: a row a point, stretch of its last 365 days, and kind of transaction. Temporary. A window of w days holds the
-- as-of day and the w - 1 days before it; stretches do not overlap, so that each transaction is added up once.
-- Columns: point_no; stretch (30: the last 30 days, 90: the 60 before, 180: the 90 before, 365: the 185 before); is_own,
--   is_inflow (own acts, money in); n, n_weekend, n_month_start, n_month_end, n_night, n_morning, n_evening, n_standing
--   (counts); seconds (sum of the times of day); cents, standing_cents, fee_cents, cash_cents, foreign_cents (sums, signed), lowest_cents (the lowest amount).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE window_cells AS
SELECT
    p.point_no,
    CASE
        WHEN p.day - a.day < 30 THEN 30
        WHEN p.day - a.day < 90 THEN 90
        WHEN p.day - a.day < 180 THEN 180
        ELSE 365
    END::SMALLINT AS stretch,
    a.is_own,
    a.is_inflow,
    count(*) AS n,
    count(*) FILTER (a.is_weekend) AS n_weekend,
    count(*) FILTER (a.is_month_start) AS n_month_start,
    count(*) FILTER (a.is_month_end) AS n_month_end,
    count(*) FILTER (a.second < 6 * 3600 OR a.second >= 22 * 3600) AS n_night,
    count(*) FILTER (a.second >= 6 * 3600 AND a.second < 12 * 3600) AS n_morning,
    count(*) FILTER (a.second >= 18 * 3600 AND a.second < 22 * 3600) AS n_evening,
    sum(a.second) AS seconds,
    count(*) FILTER (a.is_standing) AS n_standing,
    sum(a.cents) AS cents,
    coalesce(sum(a.cents) FILTER (a.is_standing), 0) AS standing_cents,
    coalesce(sum(a.cents) FILTER (a.is_fee), 0) AS fee_cents,
    coalesce(sum(a.cents) FILTER (a.is_cash), 0) AS cash_cents,
    coalesce(sum(a.cents) FILTER (a.is_foreign), 0) AS foreign_cents,
    min(a.cents) AS lowest_cents
FROM acts AS a
JOIN numbered_points AS p ON p.customer_no = a.customer_no AND a.day <= p.day AND a.day > p.day - 365
GROUP BY p.point_no, stretch, a.is_own, a.is_inflow;
