-- Grain: a row a point. Temporary.
-- Columns: point_no; days since the customer opened (0: on the as-of day; NULL where the day is unknown).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_tenure AS
SELECT point_no, tenure_days::DOUBLE AS tenure_days
FROM numbered_points;
