-- Grain: a row an outcome, customer and landmark, as in pattern_rows.sql, in a big bank of so many customers only, chosen
--   by a hash of their id, and numbered anew.
-- Columns: row_no; outcome; customer_id; as_of; value.
-- Parameters: $most_customers.
CREATE OR REPLACE TABLE built.pattern_rows AS
WITH kept AS (
    SELECT customer_id
    FROM source.customers
    QUALIFY row_number() OVER (ORDER BY md5(customer_id), customer_id) <= $most_customers
)
SELECT row_number() OVER (ORDER BY r.row_no)::INTEGER - 1 AS row_no, r.outcome, r.customer_id, r.as_of, r.value
FROM built.pattern_rows AS r
JOIN kept USING (customer_id)
ORDER BY row_no;
