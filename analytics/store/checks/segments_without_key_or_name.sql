-- A row a segment without the key that stays over rebuilds, or without a name.
SELECT level, segment_id, segment_key, suggested_name
FROM segments
WHERE segment_key IS NULL OR suggested_name IS NULL OR segment_key = ''
