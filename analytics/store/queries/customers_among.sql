-- Grain: a customer whose id is among some texts, open or not.
-- Columns: customer_id, is_described (whether they belong to segments).
-- Parameters: $ids (list of text).
SELECT
    c.customer_id,
    c.customer_id IN (SELECT f.customer_id FROM features AS f) AS is_described
FROM customers AS c
WHERE c.customer_id IN (SELECT unnest($ids))
ORDER BY c.customer_id
