-- Grain: a row a customer, as-of date and outcome that the bank recorded, known by the global as-of day,
--   for customers open at that date (opened by its end, and not closed by its end). Temporary.
-- Columns: customer_id; as_of (date, its end included); outcome (name); value (0 or 1).
-- Parameters: $as_of (date), the global as-of day.
CREATE OR REPLACE TEMP TABLE all_labels AS
SELECT o.customer_id, o.as_of, o.outcome, o.value::INTEGER AS value
FROM source.outcomes AS o
JOIN customer_spans AS s USING (customer_id)
WHERE o.as_of <= $as_of
  AND o.value IS NOT NULL
  AND (s.opened_on IS NULL OR s.opened_on <= o.as_of)
  AND (s.closed_on IS NULL OR s.closed_on > o.as_of);
