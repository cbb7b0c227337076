-- Grain: a row a landed right to an account (OWNER or DISPONENT).
WITH itself AS (SELECT *, {own_reason} AS _own, {own_column} AS _own_column FROM landed.disp),
copied AS (
    SELECT *, row_number() OVER (PARTITION BY disp_id, _own IS NULL ORDER BY _part, _row) AS _copy FROM itself
)
SELECT
    disp_id AS disposition_id,
    client_id AS customer_id,
    account_id,
    lower(type) AS role,
    _part, _row, _bad, _value,
    CASE
        WHEN _own IS NOT NULL THEN _own
        WHEN client_id NOT IN (SELECT customer_id FROM source.customers) THEN 'no such customer among those loaded'
        WHEN account_id NOT IN (SELECT account_id FROM source.accounts) THEN 'no such account among those loaded'
        WHEN _copy > 1 THEN 'the same disp_id as an earlier row'
    END AS _reason,
    _own_column AS _column,
    CASE WHEN _own IS NOT NULL THEN _value ELSE disp_id END AS _shown
FROM copied
