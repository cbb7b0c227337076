-- Grain: a level at which the customer belongs to a segment.
-- Columns: level, segment_id, strength (0 to 1).
-- Parameters: $customer_id.
SELECT
    level,
    segment_id,
    strength
FROM membership
WHERE customer_id = $customer_id
ORDER BY level
