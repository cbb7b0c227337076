-- Grain: a row a row of built.pattern_rows, as landmark_cells.sql reads them. Temporary.
-- Columns: row_no; customer_id; as_of; tenure_days (since opening; NULL where unknown).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE landmarks AS
SELECT r.row_no, r.customer_id, r.as_of, r.as_of - c.opened_on AS tenure_days
FROM built.pattern_rows AS r
JOIN source.customers AS c USING (customer_id)
ORDER BY r.row_no;
