-- Grain: a row a customer and as-of date that is described or learned from. Temporary.
-- Columns: customer_id; as_of (date, its end included).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE wanted_points AS
SELECT DISTINCT customer_id, as_of FROM built.points;
