-- Grain: a row a customer and date of ahead_points, for who was not dormant already: with an act of their own in as many
-- days before, or opened within them.
-- Columns: customer_id; as_of (date); value (1: did nothing of their own in the window after the date while staying open;
--   else 0; NULL where that is not known yet).
-- Parameters: $window_days.
WITH acts AS (
    SELECT
        p.customer_id,
        p.as_of,
        bool_or(t.booked_at < p.as_of + 1) AS before,
        bool_or(t.booked_at >= p.as_of + 1) AS after
    FROM ahead_points AS p
    JOIN source.transactions AS t
      ON t.customer_id = p.customer_id
     AND t.booked_at >= p.as_of + 1 - $window_days::INTEGER
     AND t.booked_at < p.as_of + 1 + CASE WHEN p.is_known THEN $window_days::INTEGER ELSE 0 END
    WHERE t.is_own_act
    GROUP BY p.customer_id, p.as_of
)
SELECT
    p.customer_id,
    p.as_of,
    CASE
        WHEN p.is_known
            THEN (NOT coalesce(a.after, false) AND coalesce(p.closed_on > p.as_of + $window_days::INTEGER, true))::INTEGER
    END AS value
FROM ahead_points AS p
LEFT JOIN acts AS a USING (customer_id, as_of)
WHERE coalesce(a.before, false) OR coalesce(p.opened_on > p.as_of - $window_days::INTEGER, false)
ORDER BY p.customer_id, p.as_of;
