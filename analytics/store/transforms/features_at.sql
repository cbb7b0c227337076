-- Grain: a row a customer and as-of date of built.points.
-- Columns: customer_id; as_of (date, its end included); one column a feature, as built.feature_list names them, all
--   DOUBLE. Counts and sums are 0 where nothing happened; means, shares and days since are NULL.
-- Parameters: none.
CREATE OR REPLACE TABLE built.features_at AS
SELECT p.customer_id, p.as_of /* columns */
-- include measured_points
JOIN part_event_types USING (point_no)
ORDER BY p.point_no;
