-- Grain: a customer described on $day, whether still here or not.
-- Columns: customer_id, segment_id (at $level, of today's segments, edits of people included).
-- Parameters: $day, $level.
WITH
-- include segments_of_today

past AS (
    SELECT * FROM model_past WHERE as_of = $day
)

SELECT
    past.customer_id,
    CASE WHEN past.segment_id = today.model_id THEN today.segment_id ELSE mostly.segment_id END AS segment_id
FROM past
JOIN mostly ON past.segment_id = mostly.model_id
LEFT JOIN today ON past.customer_id = today.customer_id
ORDER BY past.customer_id
