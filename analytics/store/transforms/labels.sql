-- Grain: a row a customer, as-of date and outcome that models may learn from.
-- In a big bank only so many customers an outcome are kept, chosen by a hash of their id, so that the choice is the
-- same on every run and does not depend on the order of rows.
-- Columns: customer_id; as_of (date, its end included); outcome (name); value (0 or 1).
-- Parameters: $most_customers (customers kept for each outcome).
CREATE OR REPLACE TABLE built.labels AS
WITH kept AS (
    SELECT customer_id, outcome
    FROM (SELECT DISTINCT customer_id, outcome FROM all_labels)
    QUALIFY row_number() OVER (PARTITION BY outcome ORDER BY md5(customer_id), customer_id) <= $most_customers
)
SELECT l.customer_id, l.as_of, l.outcome, l.value
FROM all_labels AS l
JOIN kept AS k USING (customer_id, outcome)
ORDER BY l.outcome, l.customer_id, l.as_of;
