-- Grain: a row a thing that happened to a customer; later transforms add to it. Temporary. First what the bank recorded as
--   an event, under its own name.
-- Columns: customer_no; happened_at (UTC); symbol; origin ('event', 'product' or 'money').
-- Parameters: $as_of (date), the global as-of day, its end included.
CREATE OR REPLACE TEMP TABLE sequence_rows AS
SELECT n.customer_no, e.occurred_at AS happened_at, e.event_type AS symbol, 'event' AS origin
FROM source.events AS e
JOIN customer_numbers AS n USING (customer_id)
WHERE e.occurred_at < $as_of + 1 AND e.event_type IS NOT NULL;
