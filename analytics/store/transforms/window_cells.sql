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
    sum(a.n)::BIGINT AS n,
    sum(a.n_weekend)::BIGINT AS n_weekend,
    sum(a.n_month_start)::BIGINT AS n_month_start,
    sum(a.n_month_end)::BIGINT AS n_month_end,
    sum(a.n_night)::BIGINT AS n_night,
    sum(a.n_morning)::BIGINT AS n_morning,
    sum(a.n_evening)::BIGINT AS n_evening,
    sum(a.seconds) AS seconds,
    sum(a.n_standing)::BIGINT AS n_standing,
    sum(a.cents) AS cents,
    sum(a.standing_cents) AS standing_cents,
    sum(a.fee_cents) AS fee_cents,
    sum(a.cash_cents) AS cash_cents,
    sum(a.foreign_cents) AS foreign_cents,
    min(a.lowest_cents) AS lowest_cents
FROM day_cells AS a
JOIN numbered_points AS p ON p.customer_no = a.customer_no AND a.day <= p.day AND a.day > p.day - 365
GROUP BY p.point_no, stretch, a.is_own, a.is_inflow;
