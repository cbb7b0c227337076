-- Grain: one active customer at most.
-- Columns: every column of features, for their types.
SELECT *
FROM features
LIMIT 1
