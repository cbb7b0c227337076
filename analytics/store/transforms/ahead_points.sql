-- Grain: a row a customer and date: those at which churn is learned, as far as the window after them has ended by the last
--   day observed. Temporary.
-- Columns: customer_id; as_of (date, its end included); closed_on.
-- Parameters: $outcome (name); $last_day (date, the last day observed); $window_days.
CREATE OR REPLACE TEMP TABLE ahead_points AS
SELECT l.customer_id, l.as_of, s.closed_on
FROM built.labels AS l
JOIN customer_spans AS s USING (customer_id)
WHERE l.outcome = $outcome AND l.as_of + $window_days::INTEGER <= $last_day;
