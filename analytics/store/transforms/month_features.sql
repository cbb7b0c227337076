-- Grain: a row a customer and day of wanted_points, as numbered.
-- Columns: customer_id; as_of (date, its end included); one column a feature that segments or the map read, all DOUBLE, as
--   in built.features_at.
-- Parameters: none.
SELECT p.customer_id, p.as_of /* columns */
-- include measured_points
ORDER BY p.point_no;
