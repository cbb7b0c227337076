-- Grain: a row an account and stretch of days with one balance. Temporary. A closed account counts nothing from its
-- closing day on.
-- Columns: account_no, customer_no; day (first of the stretch), next_day (the day after its last; days since 1970-01-01; far
--   ahead where it still lasts); balance_cents (at the end of each of its days); is_debt (whether the account's product is
--   a debt).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE balance_stretches AS
WITH known AS (
    SELECT b.account_no, b.day, b.balance_cents
    FROM account_balances AS b
    JOIN account_numbers AS n USING (account_no)
    WHERE n.closed_day IS NULL OR b.day < n.closed_day
    UNION ALL
    SELECT account_no, closed_day, 0 FROM account_numbers WHERE closed_day IS NOT NULL
)
SELECT
    k.account_no,
    n.customer_no,
    k.day,
    lead(k.day, 1, 2000000) OVER (PARTITION BY k.account_no ORDER BY k.day) AS next_day,
    k.balance_cents,
    n.product IN (SELECT product FROM debt_products) IS TRUE AS is_debt
FROM known AS k
JOIN account_numbers AS n USING (account_no);
