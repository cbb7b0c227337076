-- Grain: a row an event of a known customer by the global as-of day.
-- Columns: customer_id; occurred_at (UTC); event_type; channel; detail.
-- Parameters: $as_of (date).
CREATE OR REPLACE TABLE built.customer_events AS
SELECT e.customer_id, e.occurred_at, e.event_type, e.channel, e.detail
FROM source.events AS e
JOIN source.customers AS c USING (customer_id)
WHERE e.occurred_at < $as_of + 1
ORDER BY ALL;
