-- Grain: an active customer, sorted by customer_id.
-- Columns: contacted_at (time of the last offer that was made, not held back; NULL where there was none).
WITH made AS (
    SELECT customer_id, max(offered_at) AS contacted_at
    FROM offers
    WHERE NOT is_control
    GROUP BY customer_id
)

SELECT m.contacted_at
FROM features AS f
LEFT JOIN made AS m USING (customer_id)
ORDER BY f.customer_id
