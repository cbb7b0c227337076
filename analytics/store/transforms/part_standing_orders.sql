-- Grain: a row a point. Temporary.
-- Columns: point_no; standing orders carried out in 90 days (count); their share (0-1) of the money out of 365 days (NULL
--   where nothing went out); share of the complete months of the last twelve with a standing order (NULL without one).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_standing_orders AS
SELECT
    p.point_no,
    coalesce(w.n_standing_90d, 0)::DOUBLE AS standing_orders_n_90d,
    coalesce(w.standing_365d_cents, 0)::DOUBLE / nullif(w.outflow_365d_cents, 0)::DOUBLE AS standing_orders_share_365d,
    m.n_standing::DOUBLE / nullif(m.n_months, 0) AS standing_orders_months_share_365d
FROM numbered_points AS p
LEFT JOIN window_sums AS w USING (point_no)
LEFT JOIN month_sums AS m USING (point_no);
