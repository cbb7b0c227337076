-- Grain: an account of one customer.
-- Columns: account_id, product, opened_on, closed_on.
-- Parameters: $customer_id.
SELECT
    account_id,
    product,
    opened_on,
    closed_on
FROM customer_accounts
WHERE customer_id = $customer_id
ORDER BY opened_on, account_id
