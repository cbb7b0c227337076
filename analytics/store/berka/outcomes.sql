-- Grain: a row a landed loan; as_of is the day before the loan. B (ended unpaid) and D (running, in debt) are 1.
-- A loan of an account without any transaction says nothing about behaviour: the account is not in this extract.
WITH itself AS (SELECT *, {own_reason} AS _own, {own_column} AS _own_column FROM landed.loan),
copied AS (
    SELECT
        itself.*,
        accounts.customer_id,
        account_id IN (SELECT account_id FROM source.transactions) AS _has_history,
        row_number() OVER (PARTITION BY accounts.customer_id, date, _own IS NULL ORDER BY _part, _row) AS _copy
    FROM itself
    LEFT JOIN source.accounts AS accounts USING (account_id)
)
SELECT
    customer_id,
    date - 1 AS as_of,
    'loan_distress' AS outcome,
    CAST(status IN ('B', 'D') AS TINYINT) AS value,
    loan_id,
    amount AS loan_amount,
    duration AS loan_months,
    status AS loan_status,
    _part, _row, _bad, _value,
    CASE
        WHEN _own IS NOT NULL THEN _own
        WHEN customer_id IS NULL THEN 'no such account among those loaded'
        WHEN NOT _has_history THEN 'no transaction of this account: nothing describes the customer then'
        WHEN _copy > 1 THEN 'a second loan of the same customer on the same day'
    END AS _reason,
    CASE WHEN _own IS NOT NULL THEN _own_column ELSE 'account_id' END AS _column,
    CASE WHEN _own IS NOT NULL THEN _value ELSE account_id END AS _shown
FROM copied
