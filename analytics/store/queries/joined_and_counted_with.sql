-- Grain: a customer who is here and a month of joining.
-- Columns: customer_id, cohort (2024-03), n (the customer, and those who left and count with them, who joined in it).
-- Parameters: none.
SELECT customer_id, strftime(month, '%Y-%m') AS cohort, sum(n)::BIGINT AS n
FROM retention_facts
GROUP BY ALL
ORDER BY ALL
