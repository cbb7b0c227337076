-- Grain: a row a customer and date of ahead_points.
-- Columns: customer_id; as_of (date); value (1: opened another account, of any product, in the window after the date; else 0).
-- Parameters: $window_days.
WITH openings AS (
    SELECT DISTINCT p.customer_id, p.as_of
    FROM ahead_points AS p
    JOIN source.accounts AS a
      ON a.customer_id = p.customer_id
     AND a.opened_on > p.as_of
     AND a.opened_on <= p.as_of + $window_days::INTEGER
)
SELECT
    p.customer_id,
    p.as_of,
    (o.customer_id IS NOT NULL)::INTEGER AS value
FROM ahead_points AS p
LEFT JOIN openings AS o USING (customer_id, as_of)
ORDER BY p.customer_id, p.as_of;
