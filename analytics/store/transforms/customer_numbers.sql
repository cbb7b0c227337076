-- Grain: a row a customer. Temporary. Small numbers join and group faster than ids.
-- Columns: customer_id; customer_no (1, 2, … in order of id); opened_day (days since 1970-01-01; NULL where unknown).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE customer_numbers AS
SELECT
    customer_id,
    row_number() OVER (ORDER BY customer_id)::INTEGER AS customer_no,
    (opened_on - DATE '1970-01-01')::INTEGER AS opened_day
FROM source.customers;
