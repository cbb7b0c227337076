-- Grain: a row a point. Temporary. Money in the store's currency; money out is positive.
-- Columns: point_no; money in and out by window (0 where none) and trends (as in part_frequency); kept_share (money in
--   minus money out, over both: -1 only out, 1 only in; NULL where nothing moved); mean own payment and the largest
--   single outflow (NULL where none).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_amounts AS
WITH sums AS (
    SELECT
        p.point_no,
        p.has_half_year,
        coalesce(w.inflow_30d_cents, 0)::DOUBLE AS inflow_30d,
        coalesce(w.inflow_90d_cents, 0)::DOUBLE AS inflow_90d,
        coalesce(w.inflow_previous_cents, 0)::DOUBLE AS inflow_previous,
        coalesce(w.inflow_365d_cents, 0)::DOUBLE AS inflow_365d,
        coalesce(w.outflow_30d_cents, 0)::DOUBLE AS outflow_30d,
        coalesce(w.outflow_90d_cents, 0)::DOUBLE AS outflow_90d,
        coalesce(w.outflow_previous_cents, 0)::DOUBLE AS outflow_previous,
        coalesce(w.outflow_365d_cents, 0)::DOUBLE AS outflow_365d,
        w.own_payments_90d_cents::DOUBLE / nullif(w.n_own_payments_90d, 0) AS own_payment_90d,
        w.own_payments_365d_cents::DOUBLE / nullif(w.n_own_payments_365d, 0) AS own_payment_365d,
        w.largest_outflow_cents::DOUBLE AS largest_outflow
    FROM numbered_points AS p
    LEFT JOIN window_sums AS w USING (point_no)
)
SELECT
    point_no,
    inflow_30d / 100 AS inflow_30d,
    inflow_90d / 100 AS inflow_90d,
    inflow_365d / 100 AS inflow_365d,
    CASE WHEN has_half_year THEN (inflow_90d - inflow_previous) / nullif(inflow_90d + inflow_previous, 0) END
        AS inflow_trend_90d,
    outflow_30d / 100 AS outflow_30d,
    outflow_90d / 100 AS outflow_90d,
    outflow_365d / 100 AS outflow_365d,
    CASE WHEN has_half_year THEN (outflow_90d - outflow_previous) / nullif(outflow_90d + outflow_previous, 0) END
        AS outflow_trend_90d,
    (inflow_90d - outflow_90d) / nullif(inflow_90d + outflow_90d, 0) AS kept_share_90d,
    (inflow_365d - outflow_365d) / nullif(inflow_365d + outflow_365d, 0) AS kept_share_365d,
    own_payment_90d / 100 AS own_payment_mean_90d,
    own_payment_365d / 100 AS own_payment_mean_365d,
    largest_outflow / 100 AS largest_outflow_365d
FROM sums;
