-- Grain: a row a part of the features that the source has no columns for.
-- Columns: part (the transform that would make it); needs (what it would need, in plain words).
-- Parameters: none; rows are inserted one by one.
CREATE OR REPLACE TABLE built.features_off (part VARCHAR, needs VARCHAR);
