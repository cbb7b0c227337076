-- Grain: a customer of a fixed sample of at most $n, for a small picture.
-- Columns: x, y, is_same_segment (as $segment_id).
-- Parameters: $n, $segment_id, $level.
SELECT
    p.x,
    p.y,
    coalesce(m.segment_id = $segment_id, false) AS is_same_segment
FROM map AS p
LEFT JOIN membership AS m
    ON p.customer_id = m.customer_id AND m.level = $level
ORDER BY hash(p.customer_id)
LIMIT $n
