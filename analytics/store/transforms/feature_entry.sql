-- Grain: inserts one row of built.feature_list.
-- Columns: as there.
-- Parameters: $position, $feature, $part.
INSERT INTO built.feature_list VALUES ($position, $feature, $part);
