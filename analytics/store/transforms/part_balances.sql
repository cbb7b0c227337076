-- Grain: a row a point. Temporary. Balances of all open accounts together, in the store's currency, at the end of days.
-- Columns: point_no; the balance at the end of the as-of day; means over windows (days before the first record left out);
--   the lowest in 90 days; trend of the mean against the 90 days before, over the sizes of both (-1 to 1; NULL where the
--   records do not reach back 180 days); days below zero; months of outgoings that the balance covers (NULL without
--   outgoings). NULL without any transaction.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_balances AS
WITH means AS (
    SELECT
        p.point_no,
        p.has_half_year,
        l.balance::DOUBLE / 100 AS balance,
        (l.balance_sum - coalesce(l30.balance_sum, 0))::DOUBLE
            / least(30, p.day - l.first_day + 1) / 100 AS mean_30d,
        (l.balance_sum - coalesce(l90.balance_sum, 0))::DOUBLE
            / least(90, p.day - l.first_day + 1) / 100 AS mean_90d,
        (l90.balance_sum - coalesce(l180.balance_sum, 0))::DOUBLE / 90 / 100 AS mean_previous,
        (l.balance_sum - coalesce(l365.balance_sum, 0))::DOUBLE
            / least(365, p.day - l.first_day + 1) / 100 AS mean_365d,
        least(e.lowest_balance, l90.balance, l.balance)::DOUBLE / 100 AS lowest_90d,
        (l.overdrawn_days - coalesce(l90.overdrawn_days, 0))::DOUBLE AS overdrawn_days_90d,
        w.outflow_90d_cents::DOUBLE / 100 AS outflow_90d
    FROM numbered_points AS p
    LEFT JOIN day_positions AS l ON l.point_no = p.point_no AND l.days_back = 0
    LEFT JOIN day_positions AS l30 ON l30.point_no = p.point_no AND l30.days_back = 30
    LEFT JOIN day_positions AS l90 ON l90.point_no = p.point_no AND l90.days_back = 90
    LEFT JOIN day_positions AS l180 ON l180.point_no = p.point_no AND l180.days_back = 180
    LEFT JOIN day_positions AS l365 ON l365.point_no = p.point_no AND l365.days_back = 365
    LEFT JOIN day_extremes AS e ON e.point_no = p.point_no
    LEFT JOIN window_sums AS w ON w.point_no = p.point_no
)
SELECT
    point_no,
    balance,
    mean_30d AS balance_mean_30d,
    mean_90d AS balance_mean_90d,
    mean_365d AS balance_mean_365d,
    lowest_90d AS balance_lowest_90d,
    CASE WHEN has_half_year THEN (mean_90d - mean_previous) / nullif(abs(mean_90d) + abs(mean_previous), 0) END
        AS balance_trend_90d,
    overdrawn_days_90d,
    3 * balance / nullif(outflow_90d, 0) AS balance_cover_months
FROM means;
