-- Grain: a row a customer and date: those at which churn is learned, as far as the window after them has ended by the last
-- day observed, and everybody who is described, on the as-of day. Temporary.
-- Columns: customer_id; as_of (date, its end included); is_known (whether what came after is known); opened_on, closed_on.
-- Parameters: $outcome (name); $as_of (date); $last_day (date, the last day observed); $window_days.
CREATE OR REPLACE TEMP TABLE ahead_points AS
SELECT l.customer_id, l.as_of, true AS is_known, s.opened_on, s.closed_on
FROM built.labels AS l
JOIN customer_spans AS s USING (customer_id)
WHERE l.outcome = $outcome AND l.as_of + $window_days::INTEGER <= $last_day
UNION ALL
SELECT f.customer_id, $as_of AS as_of, false, s.opened_on, s.closed_on
FROM built.features AS f
JOIN customer_spans AS s USING (customer_id);
