-- Grain: a row a point. Temporary. Balances at the end of days, of all accounts that are no debts together, in the store's
-- currency.
-- Columns: point_no; the balance of the as-of day; means over windows (days before the first known balance left out); the
--   lowest of one account in 90 days; trend of the mean against the 90 days before, over the sizes of both (-1 to 1; NULL
--   where the records do not reach back 180 days); days below zero; months of outgoings that the balance covers (NULL
--   without outgoings). NULL where no balance is known, but for debt (owed on loans; 0 where none).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_balances AS
WITH means AS (
    SELECT
        p.point_no,
        p.has_half_year,
        b.balance::DOUBLE / 100 AS balance,
        b.sum_30d::DOUBLE / least(30, p.day - b.first_day + 1) / 100 AS mean_30d,
        b.sum_90d::DOUBLE / least(90, p.day - b.first_day + 1) / 100 AS mean_90d,
        coalesce(b.sum_previous, 0)::DOUBLE / 90 / 100 AS mean_previous,
        b.sum_365d::DOUBLE / least(365, p.day - b.first_day + 1) / 100 AS mean_365d,
        b.lowest_90d::DOUBLE / 100 AS lowest_90d,
        CASE WHEN b.balance IS NOT NULL THEN coalesce(b.overdrawn_days_90d, 0)::DOUBLE END AS overdrawn_days_90d,
        coalesce(b.debt, 0)::DOUBLE / 100 AS debt,
        w.outflow_90d_cents::DOUBLE / 100 AS outflow_90d
    FROM numbered_points AS p
    LEFT JOIN balance_sums AS b USING (point_no)
    LEFT JOIN window_sums AS w USING (point_no)
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
    3 * balance / nullif(outflow_90d, 0) AS balance_cover_months,
    debt
FROM means;
