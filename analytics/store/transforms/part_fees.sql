-- Grain: a row a point. Temporary. Money in the store's currency.
-- Columns: point_no; fees paid less fees paid back, in 90 and 365 days (0 where none), by categories named as fees.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_fees AS
SELECT
    p.point_no,
    coalesce(w.fees_90d_cents, 0)::DOUBLE / 100 AS fees_paid_90d,
    coalesce(w.fees_365d_cents, 0)::DOUBLE / 100 AS fees_paid_365d
FROM numbered_points AS p
LEFT JOIN window_sums AS w USING (point_no);
