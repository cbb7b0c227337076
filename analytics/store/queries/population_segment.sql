-- Grain: an active customer, sorted by customer_id.
-- Columns: segment_id and strength (0 to 1) at $level.
SELECT
    m.segment_id,
    m.strength
FROM features AS f
LEFT JOIN membership AS m
    ON f.customer_id = m.customer_id AND m.level = $level
ORDER BY f.customer_id
