-- Grain: a day before $today at which one of the $customers was described; and $today, for those who are here.
-- Columns: customer_id; as_of; segment_id (at $level, of today's segments, edits of people included); strength (0 to 1, of
--   the model's own segment); x, y (place on the map; NULL where it is not known).
-- Parameters: $customers (ids), $level, $today, $first_day (days before it are left out).
WITH
-- include segments_of_today

wanted AS (
    SELECT unnest(CAST($customers AS VARCHAR [])) AS customer_id
)

SELECT
    past.customer_id,
    past.as_of,
    CASE WHEN past.segment_id = today.model_id THEN today.segment_id ELSE mostly.segment_id END AS segment_id,
    past.strength,
    past.x,
    past.y
FROM wanted
JOIN model_past AS past ON wanted.customer_id = past.customer_id
JOIN mostly ON past.segment_id = mostly.model_id
LEFT JOIN today ON past.customer_id = today.customer_id
WHERE past.as_of < CAST($today AS DATE) AND past.as_of >= CAST($first_day AS DATE)
UNION ALL
SELECT
    wanted.customer_id,
    CAST($today AS DATE) AS as_of,
    edited.segment_id,
    edited.strength,
    places.x,
    places.y
FROM wanted
JOIN membership AS edited ON wanted.customer_id = edited.customer_id AND edited.level = $level
JOIN map AS places ON wanted.customer_id = places.customer_id
ORDER BY customer_id, as_of
