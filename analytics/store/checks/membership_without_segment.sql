-- A row a membership whose segment is not in `segments` at that level, or a segment whose parent is not one level up.
SELECT m.customer_id, m.level, m.segment_id
FROM membership AS m
LEFT JOIN segments AS s ON m.segment_id = s.segment_id AND m.level = s.level
WHERE s.segment_id IS NULL
UNION ALL
SELECT c.segment_id, c.level, c.parent_id
FROM segments AS c
LEFT JOIN segments AS p ON c.parent_id = p.segment_id AND p.level = c.level - 1
WHERE c.level > 1 AND p.segment_id IS NULL
