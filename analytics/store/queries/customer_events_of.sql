-- Grain: an event of one customer, newest first; at most 200.
-- Columns: occurred_at, event_type, channel, detail.
-- Parameters: $customer_id.
SELECT
    occurred_at,
    event_type,
    channel,
    detail
FROM customer_events
WHERE customer_id = $customer_id
ORDER BY occurred_at DESC, event_type
LIMIT 200
