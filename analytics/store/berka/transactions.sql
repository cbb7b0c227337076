-- Grain: a row a landed transaction. PRIJEM comes in; VYDAJ and VYBER go out (amounts are unsigned in the file).
-- What the bank does itself (statement fee, interest, penalty interest) and what a standing order pays (household,
-- insurance, loan: the payments that `order` lists) is not the customer's own act, nor is anything that comes in.
WITH itself AS (SELECT *, {own_reason} AS _own, {own_column} AS _own_column FROM landed.trans),
translated AS (
    SELECT
        itself.*,
        accounts.customer_id,
        accounts.in_currency,
        CASE WHEN itself.type = 'PRIJEM' THEN amount ELSE -amount END AS signed,
        trim(operation) AS _operation,
        nullif(trim(k_symbol), '') AS _symbol
    FROM itself
    LEFT JOIN source.accounts AS accounts USING (account_id)
)
SELECT
    account_id,
    CAST(date AS TIMESTAMP) AS booked_at,
    CAST(signed AS DECIMAL(18, 2)) AS amount,
    coalesce(symbols.english, _symbol, operations.english, _operation,
        CASE WHEN signed > 0 THEN 'incoming' ELSE 'cash withdrawal' END) AS category,
    coalesce(CASE WHEN _symbol IN ('SLUZBY', 'UROK', 'SANKC. UROK') THEN 'bank' END, channels.channel, 
        CASE WHEN itself_type = 'VYBER' THEN 'cash desk' ELSE 'bank' END) AS channel,
    CASE WHEN trim(account) NOT IN ('', '0') THEN concat_ws(' ', nullif(trim(bank), ''), trim(account)) END AS counterparty,
    balance AS balance_after,
    CASE
        WHEN _symbol IN ('SLUZBY', 'UROK', 'SANKC. UROK') THEN 'bank'
        WHEN signed > 0 THEN 'third_party'
        WHEN _operation = 'PREVOD NA UCET' AND _symbol IN ('SIPO', 'POJISTNE', 'UVER', 'LEASING') THEN 'standing_order'
        ELSE 'customer'
    END AS initiated_by,
    customer_id,
    in_currency,
    signed <= 0 AND coalesce(_symbol NOT IN ('SLUZBY', 'UROK', 'SANKC. UROK'), TRUE)
        AND NOT coalesce(
            _operation = 'PREVOD NA UCET' AND _symbol IN ('SIPO', 'POJISTNE', 'UVER', 'LEASING'), FALSE
        ) AS is_own_act,
    signed > 0 AS is_inflow,
    CAST(_part AS BIGINT) * 1099511627776 + _row AS file_order,
    _part, _row, _bad, _value,
    CASE
        WHEN _own IS NOT NULL THEN _own
        WHEN customer_id IS NULL THEN 'no such account among those loaded'
    END AS _reason,
    CASE WHEN _own IS NOT NULL THEN _own_column WHEN customer_id IS NULL THEN 'account_id' END AS _column,
    CASE WHEN _own IS NOT NULL THEN _value ELSE account_id END AS _shown
FROM (SELECT *, type AS itself_type FROM translated)
LEFT JOIN berka_terms AS symbols ON symbols.czech = _symbol
LEFT JOIN berka_terms AS operations ON operations.czech = _operation
LEFT JOIN berka_channels AS channels ON channels.czech = _operation
