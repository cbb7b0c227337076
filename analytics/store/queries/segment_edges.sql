-- Grain: a customer of the segment: the $n nearest its heart and the $n nearest its border.
-- Columns: customer_id, strength (0 to 1), is_typical.
-- Parameters: $segment_id, $level, $n.
WITH ranked AS (
    SELECT
        customer_id,
        strength,
        row_number() OVER (ORDER BY strength DESC, customer_id) AS from_heart,
        row_number() OVER (ORDER BY strength, customer_id) AS from_border
    FROM membership
    WHERE segment_id = $segment_id AND level = $level
)

SELECT
    customer_id,
    strength,
    from_heart <= $n AS is_typical
FROM ranked
WHERE from_heart <= $n OR from_border <= $n
ORDER BY is_typical DESC, CASE WHEN from_heart <= $n THEN from_heart ELSE from_border END
