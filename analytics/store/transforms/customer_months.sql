-- Grain: a row a customer and calendar month with a transaction in the reporting currency, by the global as-of day.
-- Columns: customer_id; month (its first day); n_transactions, n_own_acts (counts); inflow, outflow (money in the store's
--   currency, positive); balance_end (of accounts that are no debts, at the month's end, or at the as-of day within its month;
--   NULL where unknown); last_own_on (date of the last own act in it; NULL without one); has_wage (whether money came in under
--   a category that names a wage).
-- Parameters: none; follows the behaviour features.
CREATE OR REPLACE TABLE built.customer_months AS
WITH sums AS (
    SELECT
        customer_no,
        date_trunc('month', DATE '1970-01-01' + day)::DATE AS month,
        count(*) AS n_transactions,
        count(*) FILTER (is_own) AS n_own_acts,
        coalesce(sum(cents) FILTER (is_inflow), 0)::DOUBLE / 100 AS inflow,
        coalesce(-sum(cents) FILTER (NOT is_inflow), 0)::DOUBLE / 100 AS outflow,
        DATE '1970-01-01' + max(day) FILTER (is_own) AS last_own_on,
        bool_or(is_wage AND is_inflow AND cents > 0) AS has_wage
    FROM acts
    GROUP BY ALL
)
SELECT
    n.customer_id,
    s.month,
    s.n_transactions,
    s.n_own_acts,
    s.inflow,
    s.outflow,
    b.balance_cents::DOUBLE / 100 AS balance_end,
    s.last_own_on,
    s.has_wage
FROM sums AS s
JOIN customer_numbers AS n USING (customer_no)
LEFT JOIN month_balances AS b USING (customer_no, month)
ORDER BY n.customer_id, s.month;
