-- Grain: a segment of $level that has a chosen customer.
-- Columns: segment_id, n_customers.
-- Parameters: $level, $everyone (else only $ids count), $ids (customer ids).
SELECT
    segment_id,
    count(*) AS n_customers
FROM membership
WHERE
    level = $level
    AND ($everyone OR customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id))
GROUP BY segment_id
ORDER BY n_customers DESC, segment_id
