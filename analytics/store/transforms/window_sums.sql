-- Grain: a row a point with transactions in its last 365 days. Temporary. "previous" is the 90 days before the last 90.
-- Columns: point_no; counts (n_…) and sums in cents (…_cents, all positive) by window.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE window_sums AS
SELECT
    point_no,
    sum(n) AS n_365d,
    coalesce(sum(n) FILTER (stretch <= 90), 0) AS n_90d,
    sum(n) FILTER (stretch = 30) AS n_30d,
    coalesce(sum(n) FILTER (stretch = 180), 0) AS n_previous,
    sum(n) FILTER (is_own) AS n_own_365d,
    coalesce(sum(n) FILTER (is_own AND stretch <= 90), 0) AS n_own_90d,
    sum(n) FILTER (is_own AND stretch = 30) AS n_own_30d,
    coalesce(sum(n) FILTER (is_own AND stretch = 180), 0) AS n_own_previous,
    sum(cents) FILTER (is_inflow) AS inflow_365d_cents,
    sum(cents) FILTER (is_inflow AND stretch <= 90) AS inflow_90d_cents,
    sum(cents) FILTER (is_inflow AND stretch = 30) AS inflow_30d_cents,
    sum(cents) FILTER (is_inflow AND stretch = 180) AS inflow_previous_cents,
    -sum(cents) FILTER (NOT is_inflow) AS outflow_365d_cents,
    -sum(cents) FILTER (NOT is_inflow AND stretch <= 90) AS outflow_90d_cents,
    -sum(cents) FILTER (NOT is_inflow AND stretch = 30) AS outflow_30d_cents,
    -sum(cents) FILTER (NOT is_inflow AND stretch = 180) AS outflow_previous_cents,
    -min(lowest_cents) FILTER (NOT is_inflow) AS largest_outflow_cents,
    sum(n) FILTER (is_own AND NOT is_inflow) AS n_own_payments_365d,
    sum(n) FILTER (is_own AND NOT is_inflow AND stretch <= 90) AS n_own_payments_90d,
    -sum(cents) FILTER (is_own AND NOT is_inflow) AS own_payments_365d_cents,
    -sum(cents) FILTER (is_own AND NOT is_inflow AND stretch <= 90) AS own_payments_90d_cents,
    sum(n_weekend) FILTER (is_own) AS n_own_weekend,
    sum(n_month_start) FILTER (is_own) AS n_own_month_start,
    sum(n_month_end) FILTER (is_own) AS n_own_month_end,
    sum(n_night) FILTER (is_own) AS n_own_night,
    sum(n_morning) FILTER (is_own) AS n_own_morning,
    sum(n_evening) FILTER (is_own) AS n_own_evening,
    sum(seconds) FILTER (is_own) AS own_seconds,
    sum(n_standing) FILTER (stretch <= 90) AS n_standing_90d,
    -sum(standing_cents) FILTER (NOT is_inflow) AS standing_365d_cents,
    -sum(fee_cents) AS fees_365d_cents,
    -sum(fee_cents) FILTER (stretch <= 90) AS fees_90d_cents,
    -sum(cash_cents) FILTER (NOT is_inflow) AS cash_365d_cents,
    -sum(foreign_cents) FILTER (NOT is_inflow) AS foreign_365d_cents
FROM window_cells
GROUP BY point_no;
