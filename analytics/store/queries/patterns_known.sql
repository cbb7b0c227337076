-- Grain: a published pattern.
-- Columns: pattern_id; outcome (empty where it goes before none); pattern (its events in order).
-- Parameters: none.
SELECT pattern_id, coalesce(outcome, '') AS outcome, pattern
FROM patterns
ORDER BY pattern_id;
