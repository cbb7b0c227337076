-- Grain: a row an account and day with transactions, where no balances are given: they are added up from the amounts,
-- from nothing at the first record. Temporary.
-- Columns: account_no; day (days since 1970-01-01); balance_cents (at the end of the day).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE account_balances AS
WITH sums AS (
    SELECT account_no, day, sum(cents)::BIGINT AS cents FROM acts GROUP BY account_no, day
)
SELECT
    account_no,
    day,
    (sum(cents) OVER (PARTITION BY account_no ORDER BY day ROWS UNBOUNDED PRECEDING))::BIGINT AS balance_cents
FROM sums;
