-- Grain: a row a transaction in the reporting currency by the global as-of day, the latest of each customer.
-- Columns: customer_id; booked_at (UTC); amount (DECIMAL, signed, store's currency); category; channel; counterparty;
--   balance_after (DECIMAL).
-- Parameters: $as_of (date); $most_rows (a customer).
CREATE OR REPLACE TABLE built.recent_transactions AS
SELECT t.customer_id, t.booked_at, t.amount, t.category, t.channel, t.counterparty, t.balance_after
FROM source.transactions AS t
WHERE t.in_currency AND t.booked_at < $as_of + 1
QUALIFY row_number() OVER (
    PARTITION BY t.customer_id
    ORDER BY t.booked_at DESC, t.amount, t.category, t.channel, t.counterparty, t.balance_after, t.account_id
) <= $most_rows
ORDER BY ALL;
