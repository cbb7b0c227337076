-- Grain: a customer of a segment.
-- Columns: customer_id.
-- Parameters: $segment_key.
SELECT m.customer_id
FROM membership AS m
INNER JOIN segments AS s ON m.segment_id = s.segment_id AND m.level = s.level
WHERE s.segment_key = $segment_key
ORDER BY m.customer_id
