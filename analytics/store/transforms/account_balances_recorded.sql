-- Grain: a row an account and day on which a balance was recorded, where balances are given. Temporary.
-- The balance at the end of a day is that of the day's last row. Where several rows share the last moment (dates without
-- times), the last one is the row whose balance no other row starts from; where there is none, the rows cancel out and
-- the balance stays.
-- Columns: account_no; day (days since 1970-01-01); balance_cents (at the end of the day).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE account_balances AS
WITH last_rows AS (
    SELECT
        account_no,
        day,
        second,
        balance_cents,
        lag(day) OVER in_time IS NOT DISTINCT FROM day AND lag(second) OVER in_time IS NOT DISTINCT FROM second AS is_tied
    FROM acts
    WHERE balance_cents IS NOT NULL
    WINDOW in_time AS (PARTITION BY account_no ORDER BY day, second)
    QUALIFY lead(day) OVER in_time IS DISTINCT FROM day
),
ends AS (
    SELECT account_no, day, balance_cents AS cents, 1 AS weight
    FROM acts
    SEMI JOIN (FROM last_rows WHERE is_tied) AS tied USING (account_no, day, second)
    WHERE balance_cents IS NOT NULL
    UNION ALL
    SELECT account_no, day, balance_cents - cents, -1
    FROM acts
    SEMI JOIN (FROM last_rows WHERE is_tied) AS tied USING (account_no, day, second)
    WHERE balance_cents IS NOT NULL
),
chain_ends AS (
    SELECT account_no, day, cents FROM ends GROUP BY account_no, day, cents HAVING sum(weight) > 0
)
SELECT account_no, day, balance_cents FROM last_rows WHERE NOT is_tied
UNION ALL
SELECT account_no, day, max(cents) FROM chain_ends GROUP BY account_no, day;
