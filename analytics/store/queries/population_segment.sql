-- Grain: an active customer, sorted by customer_id.
-- Columns: place (of its segment at $level among population_segment_ids; -1 for none) and strength (0 to 1).
WITH known AS (
    SELECT
        segment_id,
        row_number() OVER (ORDER BY segment_id) - 1 AS place
    FROM membership
    WHERE level = $level
    GROUP BY segment_id
)

SELECT
    coalesce(k.place, -1)::SMALLINT AS place,
    m.strength
FROM features AS f
LEFT JOIN membership AS m
    ON f.customer_id = m.customer_id AND m.level = $level
LEFT JOIN known AS k USING (segment_id)
ORDER BY f.customer_id
