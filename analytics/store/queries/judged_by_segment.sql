-- Grain: a labelled row of a customer who was set aside for judging the model of $outcome.
-- Columns: customer_id, as_of, value (0 or 1), prediction_set, segment_id (at $level, of today's segments, edits of people
--   included; missing where no place is known of the row's date).
-- Parameters: $outcome, $level.
-- Past customers are known by the model's own segment. Whoever was where they are today counts in their segment of
-- today; anyone else where most of that segment of the model's is today.
WITH today AS (
    SELECT
        model.customer_id,
        model.segment_id AS model_id,
        edited.segment_id
    FROM model_membership AS model
    JOIN membership AS edited ON model.customer_id = edited.customer_id AND edited.level = $level
    WHERE model.level = 3
),

cells AS (
    SELECT
        model_id,
        segment_id,
        count(*) AS n_customers
    FROM today
    GROUP BY model_id, segment_id
),

mostly AS (
    SELECT
        model_id,
        arg_max(segment_id, (n_customers, segment_id)) AS segment_id
    FROM cells
    GROUP BY model_id
)

SELECT
    judged.customer_id,
    judged.as_of,
    judged.value,
    judged.prediction_set,
    CASE WHEN past.segment_id = today.model_id THEN today.segment_id ELSE mostly.segment_id END AS segment_id
FROM judged_rows AS judged
LEFT JOIN model_past AS past ON judged.customer_id = past.customer_id AND judged.as_of = past.as_of
LEFT JOIN mostly ON past.segment_id = mostly.model_id
LEFT JOIN today ON judged.customer_id = today.customer_id
WHERE judged.outcome = $outcome AND judged.split = 'test'
ORDER BY judged.customer_id, judged.as_of
