-- Grain: a row a customer and calendar month at whose end (or on the as-of day within it) a balance was known. Temporary.
-- Columns: customer_no; month (its first day); balance_cents (of accounts that are no debts, together).
-- Parameters: $as_of (date), the global as-of day.
CREATE OR REPLACE TEMP TABLE month_balances AS
WITH dated AS (
    SELECT
        customer_no,
        balance_cents,
        DATE '1970-01-01' + day AS first_on,
        least(DATE '1970-01-01' + next_day - 1, $as_of) AS last_on
    FROM balance_stretches
    WHERE NOT is_debt
),
covered AS (
    -- Only a stretch that holds the end of a month, or the as-of day, says anything about one.
    SELECT customer_no, balance_cents, first_on, last_on
    FROM dated
    WHERE last_day(first_on) <= last_on OR last_on = $as_of
)
SELECT customer_no, month, sum(balance_cents)::BIGINT AS balance_cents
FROM (
    SELECT
        customer_no,
        balance_cents,
        last_on,
        unnest(generate_series(date_trunc('month', first_on), date_trunc('month', last_on), INTERVAL 1 MONTH))::DATE AS month
    FROM covered
)
WHERE least(last_day(month), $as_of) <= last_on
GROUP BY customer_no, month;
