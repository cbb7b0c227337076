-- Grain: a row a customer. Temporary.
-- Columns: customer_id; opened_on, closed_on (dates; NULL means open since always, or still open).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE customer_spans AS
SELECT customer_id, opened_on, closed_on
FROM source.customers;
