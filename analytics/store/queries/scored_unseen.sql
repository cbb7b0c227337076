-- Grain: a customer and a date by which the model of an outcome was scored, of those from whom it did not learn, where it is known what
--   came.
-- Columns: customer_id, as_of, probability, split (test, calibration), value (0 or 1: what came).
-- Parameters: $outcome.
SELECT s.customer_id, s.as_of, s.probability, s.split, l.value
FROM scores AS s
JOIN labels AS l USING (customer_id, as_of, outcome)
WHERE s.outcome = $outcome AND s.split IN ('test', 'calibration') AND l.value IS NOT NULL
ORDER BY s.customer_id, s.as_of
