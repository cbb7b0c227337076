-- Grain: a row a customer and date at which models learn of one outcome. Temporary.
-- Columns: customer_id; as_of (date, its end included).
-- Parameters: $outcome (name).
CREATE OR REPLACE TEMP TABLE leaving_points AS
SELECT customer_id, as_of FROM built.labels WHERE outcome = $outcome;
