-- Grain: a symbol, customer and day on which it happened.
-- Columns: symbol; customer_no (0, 1, … in order of id, of all customers who ever were); day (days since 1970-01-01).
-- Parameters: $symbols (list of names).
WITH numbers AS (
    SELECT customer_id, (row_number() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer_no FROM /* room */customers
)
SELECT DISTINCT s.symbol, n.customer_no, (s.happened_at::DATE - DATE '1970-01-01')::INTEGER AS day
FROM /* room */sequences AS s
JOIN numbers AS n USING (customer_id)
WHERE list_contains($symbols, s.symbol)
ORDER BY s.symbol, n.customer_no, day
