-- Grain: a row a customer and day before an offer, as numbered.
-- Columns: customer_id; as_of (date, its end included); one column a feature, all DOUBLE, as in built.features_at.
-- Parameters: none.
SELECT p.customer_id, p.as_of /* columns */
-- include measured_points
JOIN part_event_types USING (point_no)
ORDER BY p.point_no;
