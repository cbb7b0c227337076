-- Grain: a row a landed client. A client is a customer of the bank as owner of an account or as its disponent; the
-- customer's day of opening is the first of those accounts'. In birth_number women's months are raised by 50.
-- A household is an owner with the disponents of their accounts; it is called after the owner's first account.
WITH itself AS (SELECT *, {own_reason} AS _own, {own_column} AS _own_column FROM landed.client),
copied AS (
    SELECT *, row_number() OVER (PARTITION BY client_id, _own IS NULL ORDER BY _part, _row) AS _copy FROM itself
),
opened AS (
    SELECT
        disp.client_id,
        min(account.date) AS opened_on,
        arg_min(owner.client_id, (disp.type <> 'OWNER', disp._part, disp._row)) AS owner_id
    FROM landed.disp AS disp
    JOIN landed.account AS account USING (account_id)
    JOIN landed.disp AS owner ON owner.account_id = disp.account_id AND owner.type = 'OWNER'
    WHERE disp._bad = 0 AND account._bad & {account_mask} = 0 AND owner._bad = 0
    GROUP BY disp.client_id
),
households AS (
    SELECT client_id AS owner_id, 'H' || min(account_id) AS household_id
    FROM landed.disp
    WHERE type = 'OWNER' AND _bad = 0
    GROUP BY client_id
),
born AS (
    SELECT
        *,
        TRY_CAST(birth_number[3:4] AS INTEGER) AS _month,
        regexp_matches(birth_number, '^[0-9]{{6}}$') AS _is_number
    FROM copied
)
SELECT
    born.client_id AS customer_id,
    opened.opened_on,
    CAST(NULL AS DATE) AS closed_on,
    CASE WHEN _is_number THEN TRY_CAST(
        format('19{{}}-{{:02d}}-{{}}', birth_number[1:2], CASE WHEN _month > 50 THEN _month - 50 ELSE _month END,
            birth_number[5:6]) AS DATE
    ) END AS birth_date,
    CASE WHEN _is_number THEN CASE WHEN _month > 50 THEN 'female' ELSE 'male' END END AS gender,
    born.district_id AS region_id,
    households.household_id,
    CAST(NULL AS VARCHAR) AS language,
    CAST(NULL AS VARCHAR) AS occupation,
    CAST(NULL AS VARCHAR) AS home_channel,
    _part, _row, _bad, _value,
    CASE
        WHEN _own IS NOT NULL THEN _own
        WHEN opened.client_id IS NULL THEN 'neither owner nor disponent of an account'
        WHEN _copy > 1 THEN 'the same client_id as an earlier row'
    END AS _reason,
    _own_column AS _column,
    CASE WHEN _own IS NOT NULL THEN _value ELSE born.client_id END AS _shown
FROM born
LEFT JOIN opened USING (client_id)
LEFT JOIN households USING (owner_id)
