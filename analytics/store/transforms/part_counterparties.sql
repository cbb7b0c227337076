-- Grain: a row a point. Temporary.
-- Columns: point_no; different counterparties of 365 days (count; 0 where none).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_counterparties AS
SELECT p.point_no, coalesce(c.n_counterparties, 0)::DOUBLE AS n_counterparties_365d
FROM numbered_points AS p
LEFT JOIN counterparty_counts AS c USING (point_no);
