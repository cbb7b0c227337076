-- Grain: a described customer: the one asked for, and others by a hash of their id, the same ones for everybody.
-- Columns: as in features.
-- Parameters: $customer_id, $n (how many others).
SELECT *
FROM features
WHERE customer_id = $customer_id
UNION ALL
(
    SELECT *
    FROM features
    WHERE customer_id <> $customer_id
    ORDER BY md5(customer_id)
    LIMIT $n
)
