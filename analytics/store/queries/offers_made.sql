-- Grain: an offer that was made or held back.
-- Columns: customer_no (0, 1, … in order of id, of all customers who ever were); day (days since 1970-01-01); offer (name);
--   is_control; accepted (0 or 1).
-- Parameters: none.
WITH numbers AS (
    SELECT customer_id, (row_number() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer_no FROM customers
)
SELECT
    n.customer_no,
    (o.offered_at::DATE - DATE '1970-01-01')::INTEGER AS day,
    o.offer,
    o.is_control,
    o.accepted
FROM offers AS o
JOIN numbers AS n USING (customer_id)
ORDER BY n.customer_no, o.offered_at, o.offer
