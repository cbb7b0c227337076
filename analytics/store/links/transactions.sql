-- Grain: a row a landed transaction. Adds what follows from its account and its category.
-- Columns: those of `incoming` (typed rows of one file); customer_id (null where no such account is loaded);
-- in_currency; is_own_act (the customer's own doing: said by initiated_by, else everything that goes out and is
-- no fee, interest, penalty, tax or standing order); is_inflow; file_order (the order of the rows in the source).
SELECT
    incoming.*,
    accounts.customer_id,
    coalesce(accounts.in_currency, FALSE) AS in_currency,
    CASE
        WHEN incoming.initiated_by IS NOT NULL THEN incoming.initiated_by = 'customer'
        WHEN incoming.amount > 0 THEN FALSE
        WHEN incoming.category IS NULL THEN TRUE
        ELSE NOT regexp_matches(
            lower(incoming.category),
            '(^|[^a-z])(fees?|charges?|interests?|penalty|penalties|tax|taxes|standing[ _-]?orders?)([^a-z]|$)'
        )
    END AS is_own_act,
    incoming.amount > 0 AS is_inflow,
    CAST(incoming._part AS BIGINT) * 1099511627776 + incoming._row AS file_order
FROM incoming
LEFT JOIN source.accounts AS accounts USING (account_id)
