-- Grain: a row an account opened (opened_<product>) or closed (closed_<product>), at the beginning of that day; added to
--   sequence_rows.
-- Columns: customer_no; happened_at (UTC); symbol; origin.
-- Parameters: $as_of (date), the global as-of day, its end included.
INSERT INTO sequence_rows
SELECT customer_no, TIMESTAMP '1970-01-01' + to_days(opened_day), 'opened_' || product, 'product'
FROM account_numbers
WHERE opened_day <= $as_of - DATE '1970-01-01' AND product IS NOT NULL
UNION ALL
SELECT customer_no, TIMESTAMP '1970-01-01' + to_days(closed_day), 'closed_' || product, 'product'
FROM account_numbers
WHERE closed_day IS NOT NULL AND product IS NOT NULL;
