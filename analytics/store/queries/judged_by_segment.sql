-- Grain: a labelled row of a customer who was set aside for judging the model of $outcome.
-- Columns: customer_id, as_of, value (0 or 1), prediction_set, segment_id (at $level, of today's segments, edits of people
--   included; missing where no place is known of the row's date).
-- Parameters: $outcome, $level.
WITH
-- include segments_of_today

judged AS (
    SELECT * FROM judged_rows WHERE outcome = $outcome AND split = 'test'
)

SELECT
    judged.customer_id,
    judged.as_of,
    judged.value,
    judged.prediction_set,
    CASE WHEN past.segment_id = today.model_id THEN today.segment_id ELSE mostly.segment_id END AS segment_id
FROM judged
LEFT JOIN model_past AS past ON judged.customer_id = past.customer_id AND judged.as_of = past.as_of
LEFT JOIN mostly ON past.segment_id = mostly.model_id
LEFT JOIN today ON judged.customer_id = today.customer_id
ORDER BY judged.customer_id, judged.as_of
