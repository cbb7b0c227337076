-- Grain: a row a feature of built.features_at, in the order of its columns.
-- Columns: position (1, 2, …); feature (column name); part (the transform that makes it).
-- Parameters: none; rows are inserted one by one.
CREATE OR REPLACE TABLE built.feature_list (position INTEGER, feature VARCHAR, part VARCHAR);
