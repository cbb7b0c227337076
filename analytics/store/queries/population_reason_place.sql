-- Grain: an active customer, sorted by customer_id.
-- Columns: x, y (the map's own units; NULL where a customer has no place), main_reason (a feature), main_push
--   (log-odds), reason_group, for $outcome.
SELECT
    m.x,
    m.y,
    m.main_reason,
    m.main_push,
    m.reason_group
FROM features AS f
LEFT JOIN reason_map AS m
    ON f.customer_id = m.customer_id AND m.outcome = $outcome
ORDER BY f.customer_id
