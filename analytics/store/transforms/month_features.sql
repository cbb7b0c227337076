-- Grain: a row a customer and day of wanted_points, as numbered.
-- Columns: customer_id; as_of (date, its end included); one column a feature that segments or the map read, all DOUBLE, as
--   in built.features_at.
-- Parameters: none.
SELECT p.customer_id, p.as_of /* columns */
FROM numbered_points AS p
JOIN part_recency USING (point_no)
JOIN part_frequency USING (point_no)
JOIN part_amounts USING (point_no)
JOIN part_balances USING (point_no)
JOIN part_rhythm USING (point_no)
JOIN part_hours USING (point_no)
JOIN part_income USING (point_no)
JOIN part_standing_orders USING (point_no)
JOIN part_fees USING (point_no)
JOIN part_cash USING (point_no)
JOIN part_foreign USING (point_no)
JOIN part_categories USING (point_no)
JOIN part_category_variety USING (point_no)
JOIN part_channels USING (point_no)
JOIN part_channel_variety USING (point_no)
JOIN part_counterparties USING (point_no)
JOIN part_tenure USING (point_no)
JOIN part_accounts USING (point_no)
JOIN part_holdings USING (point_no)
JOIN part_lifecycle USING (point_no)
JOIN part_events USING (point_no)
JOIN part_contacts USING (point_no)
ORDER BY p.point_no;
