-- Grain: a row a day on which a window of some point begins or ends. Temporary.
-- Columns: day (days since 1970-01-01; the last day inside or before a window).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE cut_days AS
SELECT DISTINCT unnest([day, day - 30, day - 90, day - 180, day - 365]) AS day
FROM numbered_points;
