-- Grain: a row an account opened by the global as-of day.
-- Columns: customer_id; account_id; product; opened_on; closed_on (dates; closed_on only where it lies by the day).
-- Parameters: $as_of (date).
CREATE OR REPLACE TABLE built.customer_accounts AS
SELECT
    a.customer_id,
    a.account_id,
    a.product,
    a.opened_on,
    CASE WHEN a.closed_on <= $as_of THEN a.closed_on END AS closed_on
FROM source.accounts AS a
WHERE a.opened_on IS NULL OR a.opened_on <= $as_of
ORDER BY a.customer_id, a.account_id;
