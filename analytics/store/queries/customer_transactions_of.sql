-- Grain: a recent transaction of one customer, newest first.
-- Columns: booked_at, amount (reporting currency, inflow positive), category, channel, counterparty, balance_after.
-- Parameters: $customer_id.
SELECT
    booked_at,
    amount,
    category,
    channel,
    counterparty,
    balance_after
FROM recent_transactions
WHERE customer_id = $customer_id
ORDER BY booked_at DESC, amount, category, counterparty
