-- Grain: a row an account of a known customer. Temporary.
-- Columns: account_id; account_no (1, 2, … in order of id); customer_no; product; opened_day, closed_day (days since
--   1970-01-01; closed_day is NULL where the account was still open at the end of the as-of day).
-- Parameters: $as_of (date), the global as-of day.
CREATE OR REPLACE TEMP TABLE account_numbers AS
SELECT
    a.account_id,
    row_number() OVER (ORDER BY a.account_id)::INTEGER AS account_no,
    n.customer_no,
    a.product,
    (a.opened_on - DATE '1970-01-01')::INTEGER AS opened_day,
    CASE WHEN a.closed_on <= $as_of THEN (a.closed_on - DATE '1970-01-01')::INTEGER END AS closed_day
FROM source.accounts AS a
JOIN customer_numbers AS n USING (customer_id);
