-- Grain: a month of one customer, oldest first.
-- Columns: month, n_transactions, n_own_acts, inflow, outflow, balance_end (reporting currency).
-- Parameters: $customer_id.
SELECT
    month,
    n_transactions,
    n_own_acts,
    inflow,
    outflow,
    balance_end
FROM customer_months
WHERE customer_id = $customer_id
ORDER BY month
