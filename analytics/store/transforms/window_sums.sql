-- Grain: a row a point with transactions in its last 365 days. Temporary. A window of w days holds the as-of day
-- and the w - 1 days before it; "previous" is the 90 days before the last 90.
-- Columns: point_no; counts (n_…) and sums in cents (…_cents, all positive) by window.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE window_sums AS
WITH aged AS (
    SELECT p.point_no, p.day - a.day AS age, a.*
    FROM acts AS a
    JOIN numbered_points AS p ON p.customer_no = a.customer_no AND a.day <= p.day AND a.day > p.day - 365
)
SELECT
    point_no,
    count(*) AS n_365d,
    count(*) FILTER (age < 90) AS n_90d,
    count(*) FILTER (age < 30) AS n_30d,
    count(*) FILTER (age BETWEEN 90 AND 179) AS n_previous,
    count(*) FILTER (is_own) AS n_own_365d,
    count(*) FILTER (is_own AND age < 90) AS n_own_90d,
    count(*) FILTER (is_own AND age < 30) AS n_own_30d,
    count(*) FILTER (is_own AND age BETWEEN 90 AND 179) AS n_own_previous,
    sum(cents) FILTER (is_inflow) AS inflow_365d_cents,
    sum(cents) FILTER (is_inflow AND age < 90) AS inflow_90d_cents,
    sum(cents) FILTER (is_inflow AND age < 30) AS inflow_30d_cents,
    sum(cents) FILTER (is_inflow AND age BETWEEN 90 AND 179) AS inflow_previous_cents,
    -sum(cents) FILTER (NOT is_inflow) AS outflow_365d_cents,
    -sum(cents) FILTER (NOT is_inflow AND age < 90) AS outflow_90d_cents,
    -sum(cents) FILTER (NOT is_inflow AND age < 30) AS outflow_30d_cents,
    -sum(cents) FILTER (NOT is_inflow AND age BETWEEN 90 AND 179) AS outflow_previous_cents,
    -min(cents) FILTER (NOT is_inflow) AS largest_outflow_cents,
    count(*) FILTER (is_own AND NOT is_inflow) AS n_own_payments_365d,
    count(*) FILTER (is_own AND NOT is_inflow AND age < 90) AS n_own_payments_90d,
    -sum(cents) FILTER (is_own AND NOT is_inflow) AS own_payments_365d_cents,
    -sum(cents) FILTER (is_own AND NOT is_inflow AND age < 90) AS own_payments_90d_cents,
    -- 1970-01-01 was a Thursday.
    count(*) FILTER (is_own AND (day + 3) % 7 >= 5) AS n_own_weekend,
    count(*) FILTER (is_own AND date_part('day', DATE '1970-01-01' + day) <= 10) AS n_own_month_start,
    count(*) FILTER (is_own AND date_part('day', DATE '1970-01-01' + day) >= 21) AS n_own_month_end,
    count(*) FILTER (is_own AND (second < 6 * 3600 OR second >= 22 * 3600)) AS n_own_night,
    count(*) FILTER (is_own AND second >= 6 * 3600 AND second < 12 * 3600) AS n_own_morning,
    count(*) FILTER (is_own AND second >= 18 * 3600 AND second < 22 * 3600) AS n_own_evening,
    count(*) FILTER (is_standing AND age < 90) AS n_standing_90d,
    -sum(cents) FILTER (is_standing AND NOT is_inflow) AS standing_365d_cents,
    -sum(cents) FILTER (is_fee) AS fees_365d_cents,
    -sum(cents) FILTER (is_fee AND age < 90) AS fees_90d_cents,
    -sum(cents) FILTER (is_cash AND NOT is_inflow) AS cash_365d_cents,
    -sum(cents) FILTER (is_foreign AND NOT is_inflow) AS foreign_365d_cents
FROM aged
GROUP BY point_no;
