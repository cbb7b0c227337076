-- Grain: a segment of $level that has members, sorted by segment_id.
-- Columns: segment_id.
SELECT DISTINCT segment_id
FROM membership
WHERE level = $level
ORDER BY segment_id
