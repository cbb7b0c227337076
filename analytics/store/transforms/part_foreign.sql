-- Grain: a row a point. Temporary.
-- Columns: point_no; share (0-1) of the money out of 365 days in categories named after travel or foreign countries (NULL
--   where nothing went out).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_foreign AS
SELECT
    p.point_no,
    coalesce(w.foreign_365d_cents, 0)::DOUBLE / nullif(w.outflow_365d_cents, 0)::DOUBLE AS all_travel_share_365d
FROM numbered_points AS p
LEFT JOIN window_sums AS w USING (point_no);
