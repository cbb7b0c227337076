-- Grain: a row a month of drift_months and event type among the most frequent ones that occurred in it.
-- Columns: month; event_type; n_customers (of drift_here who had one in the month).
-- Parameters: $as_of (date), the global as-of day; $most_types (whole number).
WITH dated AS (
    SELECT customer_id, event_type, date_trunc('month', occurred_at)::DATE AS month
    FROM source.events
    WHERE occurred_at < $as_of + 1 AND event_type IS NOT NULL
),
known AS (
    SELECT event_type FROM dated GROUP BY event_type ORDER BY count(*) DESC, event_type LIMIT $most_types
)
SELECT h.month, d.event_type, count(DISTINCT h.customer_id) AS n_customers
FROM dated AS d
JOIN known USING (event_type)
JOIN drift_here AS h USING (customer_id, month)
GROUP BY h.month, d.event_type
ORDER BY h.month, d.event_type;
