-- Grain: an event type that may happen to the customer soon and that is surely better foreseen than by the share of all.
-- Columns: event_type, words, probability (0 to 1), within_days, average (the share of all customers on the learned days).
-- Parameters: $customer_id.
SELECT
    n.event_type,
    coalesce(a.words, n.event_type) AS words,
    n.probability,
    n.within_days,
    t.share AS average
FROM next_events AS n
JOIN next_event_types AS t USING (event_type)
JOIN next_event_tests AS e
  ON e.event_type = n.event_type
 AND e.in_force = 1
 AND e.gain_lower > 0
LEFT JOIN alphabet AS a ON a.symbol = n.event_type
WHERE n.customer_id = $customer_id
ORDER BY n.probability / t.share DESC, n.event_type
