-- Grain: a day at which the customer was described.
-- Columns: as_of, segment_id (the model's own, at the lowest level), strength (0 to 1).
-- Parameters: $customer_id.
SELECT
    as_of,
    segment_id,
    strength
FROM model_past
WHERE customer_id = $customer_id
ORDER BY as_of
