-- Grain: a customer who came into a segment, or left it, between two months' ends.
-- Columns: customer_id.
-- Parameters: $now_on, $before_on (dates), $into_id, $out_of_id (segments; NULL: any).
SELECT now.customer_id
FROM built.month_places AS now
JOIN built.month_places AS before
  ON before.customer_id = now.customer_id AND before.as_of = $before_on::DATE AND before.segment_id <> now.segment_id
WHERE now.as_of = $now_on::DATE
  AND ($into_id::VARCHAR IS NULL OR now.segment_id = $into_id)
  AND ($out_of_id::VARCHAR IS NULL OR before.segment_id = $out_of_id)
ORDER BY now.customer_id;
