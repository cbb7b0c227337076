-- Grain: inserts one row of built.features_off.
-- Columns: as there.
-- Parameters: $part, $needs.
INSERT INTO built.features_off VALUES ($part, $needs);
