-- Grain: a row a customer and day before an offer of offer_rows. Temporary.
-- Columns: customer_id; as_of (date, its end included).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE wanted_points AS
SELECT DISTINCT customer_id, as_of FROM offer_rows;
