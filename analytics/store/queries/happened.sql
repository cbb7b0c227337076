-- Grain: a row a thing that happened to a customer, in any order.
-- Columns: customer_no (0, 1, … in order of id, of all customers who ever were); day (days since 1970-01-01); symbol_no (0, 1, …
--   in order of symbol, of the whole alphabet); moment (microseconds since 1970-01-01, UTC); turn (0 an account's opening,
--   1 anything else: which comes first of one moment).
-- Parameters: $first, $last (customer_no, both included); $most_a_year (rows a customer and year of a symbol: what happens all
--   the time is left out).
WITH numbers AS (
    SELECT customer_id, (row_number() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer_no FROM customers
),
part AS (
    SELECT * FROM numbers WHERE customer_no BETWEEN $first AND $last
),
symbols AS (
    SELECT symbol, a_year, (row_number() OVER (ORDER BY symbol) - 1)::SMALLINT AS symbol_no FROM alphabet
)
SELECT part.customer_no, (s.happened_at::DATE - DATE '1970-01-01')::INTEGER AS day, symbols.symbol_no, epoch_us(s.happened_at) AS moment,
    (s.origin <> 'product' OR NOT starts_with(s.symbol, 'opened_'))::TINYINT AS turn
FROM sequences AS s
JOIN part USING (customer_id)
JOIN symbols USING (symbol)
WHERE symbols.a_year <= $most_a_year
  AND s.customer_id BETWEEN (SELECT min(customer_id) FROM part) AND (SELECT max(customer_id) FROM part)
