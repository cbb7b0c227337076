-- Grain: a row a customer of a customer table, which knows no opening or closing. Temporary.
-- Columns: customer_id; opened_on, closed_on (dates; always NULL).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE customer_spans AS
SELECT customer_id, NULL::DATE AS opened_on, NULL::DATE AS closed_on
FROM source.customers;
