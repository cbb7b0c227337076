-- Grain: a row a customer and day with a transaction. Temporary.
-- Columns: customer_no; day (days since 1970-01-01); is_own, is_inflow (whether an own act, money in, was among them).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE booked_days AS
SELECT customer_no, day, bool_or(is_own) AS is_own, bool_or(is_inflow) AS is_inflow
FROM acts
GROUP BY customer_no, day;
