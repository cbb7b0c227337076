-- Grain: a row a customer of a customer table.
-- Columns: customer_id; status ('active' for all: the table knows no opening or closing); every column of the source (its
--   own status is kept as own_status).
-- Parameters: none.
CREATE OR REPLACE TABLE built.customers AS
SELECT c.customer_id, 'active' AS status /* columns */
FROM source.customers AS c
ORDER BY c.customer_id;
