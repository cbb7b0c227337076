-- Grain: a row a thing that happened to a customer by the global as-of day, and by the day on which they left. The same
--   thing twice at one moment is one row. In order of customer and time; of what happened at one moment an account's opening
--   comes first (nothing can be paid into an account before), then in order of the symbol.
-- Columns: customer_id; happened_at (UTC); symbol (as in built.alphabet); origin ('event', 'product' or 'money').
-- Parameters: $as_of (date), its end included.
CREATE OR REPLACE TABLE built.sequences AS
SELECT DISTINCT c.customer_id, r.happened_at, r.symbol, r.origin
FROM sequence_rows AS r
JOIN customer_numbers AS n USING (customer_no)
JOIN source.customers AS c USING (customer_id)
WHERE r.happened_at < $as_of + 1 AND (c.closed_on IS NULL OR c.closed_on > $as_of OR r.happened_at < c.closed_on + 1)
ORDER BY c.customer_id, r.happened_at, r.origin <> 'product' OR NOT starts_with(r.symbol, 'opened_'), r.symbol;
