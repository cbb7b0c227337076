-- Grain: a published pattern.
-- Columns: pattern_id; outcome; pattern (its events in order).
-- Parameters: none.
SELECT pattern_id, outcome, pattern
FROM patterns
ORDER BY pattern_id;
