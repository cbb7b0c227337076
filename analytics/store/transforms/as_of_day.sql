-- Grain: one row: the global as-of day of the build.
-- Columns: as_of (date, its end included).
-- Parameters: $as_of (date).
CREATE OR REPLACE TABLE built.as_of_day AS
SELECT $as_of::DATE AS as_of;
