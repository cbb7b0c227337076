-- Grain: a customer described on $day, whether still here or not.
-- Columns: customer_id, segment_id (at $level, of today's segments, edits of people included).
-- Parameters: $day, $level.
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
    past.customer_id,
    CASE WHEN past.segment_id = today.model_id THEN today.segment_id ELSE mostly.segment_id END AS segment_id
FROM model_past AS past
JOIN mostly ON past.segment_id = mostly.model_id
LEFT JOIN today ON past.customer_id = today.customer_id
WHERE past.as_of = $day
ORDER BY past.customer_id
