-- Grain: a segment.
-- Columns: segment_key, segment_id, level, n_customers, name, n_children (segments of the next level in it).
SELECT
    s.segment_key,
    s.segment_id,
    s.level,
    s.n_customers,
    s.name,
    (SELECT count(*) FROM segments AS below WHERE below.parent_id = s.segment_id) AS n_children
FROM segments AS s
ORDER BY s.level, s.segment_id
