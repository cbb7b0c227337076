-- Grain: a row a landed standing order. It has no date, and all borrowers have one for their loan: shown, never used.
WITH itself AS (SELECT *, {own_reason} AS _own, {own_column} AS _own_column FROM landed."order")
SELECT
    order_id,
    account_id,
    accounts.customer_id,
    concat_ws(' ', nullif(trim(bank_to), ''), nullif(trim(account_to), '')) AS counterparty,
    amount,
    coalesce(terms.english, nullif(trim(k_symbol), '')) AS category,
    _part, _row, _bad, _value,
    CASE
        WHEN _own IS NOT NULL THEN _own
        WHEN accounts.customer_id IS NULL THEN 'no such account among those loaded'
    END AS _reason,
    CASE WHEN _own IS NOT NULL THEN _own_column WHEN accounts.customer_id IS NULL THEN 'account_id' END AS _column,
    CASE WHEN _own IS NOT NULL THEN _value ELSE account_id END AS _shown
FROM itself
LEFT JOIN source.accounts AS accounts USING (account_id)
LEFT JOIN berka_terms AS terms ON terms.czech = trim(k_symbol)
