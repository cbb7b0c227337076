-- Grain: a row a point. Temporary.
-- Columns: point_no; transactions and own acts by window (counts; 0 where none); their trends (-1 all gone, 0 as in the
--   90 days before, 1 all new; NULL without any, or where the records do not reach back 180 days); days with an own
--   act (counts).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_frequency AS
SELECT
    p.point_no,
    coalesce(w.n_30d, 0)::DOUBLE AS n_transactions_30d,
    coalesce(w.n_90d, 0)::DOUBLE AS n_transactions_90d,
    coalesce(w.n_365d, 0)::DOUBLE AS n_transactions_365d,
    CASE WHEN p.has_half_year THEN (w.n_90d - w.n_previous)::DOUBLE / nullif(w.n_90d + w.n_previous, 0) END
        AS transactions_trend_90d,
    coalesce(w.n_own_30d, 0)::DOUBLE AS n_own_acts_30d,
    coalesce(w.n_own_90d, 0)::DOUBLE AS n_own_acts_90d,
    coalesce(w.n_own_365d, 0)::DOUBLE AS n_own_acts_365d,
    CASE WHEN p.has_half_year THEN (w.n_own_90d - w.n_own_previous)::DOUBLE / nullif(w.n_own_90d + w.n_own_previous, 0) END
        AS own_acts_trend_90d,
    coalesce(g.n_days_90d, 0)::DOUBLE AS active_days_90d,
    coalesce(g.n_days_365d, 0)::DOUBLE AS active_days_365d
FROM numbered_points AS p
LEFT JOIN window_sums AS w USING (point_no)
LEFT JOIN gap_sums AS g USING (point_no);
