-- Grain: a customer whose id begins with the text (first) or contains it; at most $n.
-- Columns: customer_id, status.
-- Parameters: $text (taken literally), $n.
SELECT
    customer_id,
    status
FROM customers
WHERE contains(lower(customer_id), lower($text))
ORDER BY NOT starts_with(lower(customer_id), lower($text)), customer_id
LIMIT $n
