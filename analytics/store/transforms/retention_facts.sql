-- Grain: a row a customer who is here, a month of joining since the records begin, and a number of months: for themselves and
-- for the customers who left and count with them.
-- Columns: customer_id; month (first day of the month of joining); months_here (months since then when they closed; NULL: still
--   here); n (customers).
-- Parameters: $first_on (date), the first day of the records; follows kpi_people.
CREATE OR REPLACE TABLE built.retention_facts AS
SELECT
    carrier_id AS customer_id,
    date_trunc('month', opened_on)::DATE AS month,
    date_diff('month', opened_on, closed_on) AS months_here,
    count(*) AS n
FROM kpi_people
WHERE carrier_id IS NOT NULL AND date_trunc('month', opened_on) >= $first_on
GROUP BY ALL
ORDER BY customer_id, month, months_here;
