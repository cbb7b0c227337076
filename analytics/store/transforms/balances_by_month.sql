-- Grain: a row a customer and calendar month of the last 61 at whose end (or on the as-of day within it) a balance was
-- known, with or without a transaction in it.
-- Columns: customer_id; month (its first day); balance_cents (of accounts that are no debts, together).
-- Parameters: $as_of (date), the global as-of day; follows month_balances.
CREATE OR REPLACE TABLE built.balances_by_month AS
SELECT n.customer_id, b.month, b.balance_cents
FROM month_balances AS b
JOIN customer_numbers AS n USING (customer_no)
WHERE b.month >= date_trunc('month', $as_of::DATE) - INTERVAL 60 MONTH
ORDER BY n.customer_id, b.month;
