-- Grain: a customer behind an alarm who is still here.
-- Columns: alarm_id, customer_id.
-- Parameters: none.
SELECT
    behind.alarm_id,
    behind.customer_id
FROM drift_behind AS behind
JOIN (SELECT DISTINCT customer_id FROM features) AS here ON behind.customer_id = here.customer_id
ORDER BY behind.alarm_id, behind.customer_id
