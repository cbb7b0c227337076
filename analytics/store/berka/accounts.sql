-- Grain: a row a landed account; its customer is the owner.
WITH itself AS (SELECT *, {own_reason} AS _own, {own_column} AS _own_column FROM landed.account),
copied AS (
    SELECT *, row_number() OVER (PARTITION BY account_id, _own IS NULL ORDER BY _part, _row) AS _copy FROM itself
),
owners AS (
    SELECT account_id, arg_min(client_id, (_part, _row)) AS customer_id
    FROM landed.disp
    WHERE type = 'OWNER' AND _bad = 0 AND client_id IN (SELECT customer_id FROM source.customers)
    GROUP BY account_id
)
SELECT
    account_id,
    owners.customer_id,
    'current account' AS product,
    date AS opened_on,
    CAST(NULL AS DATE) AS closed_on,
    'CZK' AS currency,
    {currency} = 'CZK' AS in_currency,
    coalesce(terms.english, frequency) AS statement_frequency,
    district_id AS region_id,
    _part, _row, _bad, _value,
    CASE
        WHEN _own IS NOT NULL THEN _own
        WHEN owners.customer_id IS NULL THEN 'no owner among the customers loaded'
        WHEN _copy > 1 THEN 'the same account_id as an earlier row'
    END AS _reason,
    CASE WHEN _own IS NOT NULL THEN _own_column WHEN owners.customer_id IS NULL THEN 'account_id' END AS _column,
    CASE WHEN _own IS NOT NULL THEN _value ELSE account_id END AS _shown
FROM copied
LEFT JOIN owners USING (account_id)
LEFT JOIN berka_terms AS terms ON terms.czech = trim(frequency)
