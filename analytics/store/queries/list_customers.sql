-- Grain: a customer among $ids who is on record, sorted by customer_id.
-- Columns: customer_id; closed_on (date; NULL: not closed by the as-of day).
-- Parameters: $ids (list of text).
SELECT customer_id, closed_on
FROM customers
WHERE customer_id IN (SELECT unnest($ids))
ORDER BY customer_id
