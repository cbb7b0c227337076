-- Grain: a customer of drift_here who had an event in one month and not in the other.
-- Columns: customer_id.
-- Parameters: $month (in which they had it), $other_month (in which not; first days), $event_type.
SELECT DISTINCT h.customer_id
FROM drift_here AS h
JOIN source.events AS e
  ON e.customer_id = h.customer_id AND e.event_type = $event_type AND date_trunc('month', e.occurred_at)::DATE = $month::DATE
WHERE h.month = $month::DATE
  AND NOT EXISTS (
      SELECT 1
      FROM source.events AS o
      WHERE o.customer_id = h.customer_id AND o.event_type = $event_type
        AND date_trunc('month', o.occurred_at)::DATE = $other_month::DATE
  )
ORDER BY h.customer_id;
