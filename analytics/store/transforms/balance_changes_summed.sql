-- Grain: a row a customer and day on which a balance changed, where no balances are given: they are added up from
-- the amounts, from nothing at the first record. Temporary. A closed account counts nothing from its closing day on.
-- Columns: customer_no; day (days since 1970-01-01); change_cents (of all accounts together).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE balance_changes AS
WITH changes AS (
    SELECT a.customer_no, a.day, a.cents
    FROM acts AS a
    JOIN account_numbers AS n USING (account_no)
    WHERE n.closed_day IS NULL OR a.day < n.closed_day
    UNION ALL
    SELECT n.customer_no, n.closed_day, -sum(a.cents)
    FROM account_numbers AS n
    JOIN acts AS a USING (account_no)
    WHERE a.day < n.closed_day
    GROUP BY n.account_no, n.customer_no, n.closed_day
)
SELECT customer_no, day, sum(cents)::BIGINT AS change_cents
FROM changes
GROUP BY customer_no, day;
