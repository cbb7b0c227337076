-- Grain: a row a customer and day on which a balance changed, where balances are given. Temporary.
-- An account's balance at the end of a day is that of the day's last row. Where several rows share the last moment
-- (dates without times), the last one is the row whose balance no other row starts from; where there is none, the
-- rows cancel out and the balance stays. A closed account counts nothing from its closing day on.
-- Columns: customer_no; day (days since 1970-01-01); change_cents (of all accounts together; an account's first
--   known balance is a change from nothing).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE balance_changes AS
WITH last_moments AS (
    SELECT account_no, day, max(second) AS second
    FROM acts
    WHERE balance_cents IS NOT NULL
    GROUP BY account_no, day
),
last_rows AS (
    SELECT a.account_no, a.day, a.balance_cents, a.balance_cents - a.cents AS before_cents
    FROM acts AS a
    JOIN last_moments AS m USING (account_no, day, second)
    WHERE a.balance_cents IS NOT NULL
),
moment_counts AS (
    SELECT account_no, day, count(*) AS n, max(balance_cents) AS balance_cents
    FROM last_rows
    GROUP BY account_no, day
),
tied AS (
    SELECT r.* FROM last_rows AS r JOIN moment_counts AS c USING (account_no, day) WHERE c.n > 1
),
chain_ends AS (
    SELECT account_no, day, max(cents) AS balance_cents
    FROM (
        SELECT account_no, day, cents
        FROM (
            SELECT account_no, day, balance_cents AS cents, 1 AS weight FROM tied
            UNION ALL
            SELECT account_no, day, before_cents, -1 FROM tied
        )
        GROUP BY account_no, day, cents
        HAVING sum(weight) > 0
    )
    GROUP BY account_no, day
),
known AS (
    SELECT account_no, day, balance_cents, false AS is_closing FROM moment_counts WHERE n = 1
    UNION ALL
    SELECT account_no, day, balance_cents, false FROM chain_ends
    UNION ALL
    SELECT account_no, closed_day, 0, true FROM account_numbers WHERE closed_day IS NOT NULL
),
by_day AS (
    SELECT k.account_no, n.customer_no, k.day, CASE WHEN bool_or(k.is_closing) THEN 0 ELSE max(k.balance_cents) END AS balance_cents
    FROM known AS k
    JOIN account_numbers AS n USING (account_no)
    WHERE n.closed_day IS NULL OR k.day <= n.closed_day
    GROUP BY k.account_no, n.customer_no, k.day
),
changes AS (
    SELECT
        customer_no,
        day,
        balance_cents - lag(balance_cents, 1, 0) OVER (PARTITION BY account_no ORDER BY day) AS change_cents
    FROM by_day
)
SELECT customer_no, day, sum(change_cents)::BIGINT AS change_cents
FROM changes
GROUP BY customer_no, day;
