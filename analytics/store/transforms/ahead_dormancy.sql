-- Grain: a row a customer and date of ahead_points.
-- Columns: customer_id; as_of (date); value (1: did nothing of their own in the window after the date while staying open,
--   whether or not they did before; else 0).
-- Parameters: $window_days.
WITH acted AS (
    SELECT DISTINCT p.customer_id, p.as_of
    FROM ahead_points AS p
    JOIN source.transactions AS t
      ON t.customer_id = p.customer_id
     AND t.booked_at >= p.as_of + 1
     AND t.booked_at < p.as_of + 1 + $window_days::INTEGER
    WHERE t.is_own_act
)
SELECT
    p.customer_id,
    p.as_of,
    (a.customer_id IS NULL AND coalesce(p.closed_on > p.as_of + $window_days::INTEGER, true))::INTEGER AS value
FROM ahead_points AS p
LEFT JOIN acted AS a USING (customer_id, as_of)
ORDER BY p.customer_id, p.as_of;
