-- Where past customers, who are known by the model's own segment, count among today's segments, edits of people included.
-- Whoever was where they are today counts in their segment of today (`today`); anyone else where most of that segment of
-- the model's is today (`mostly`). `cells` says how a segment of the model's is divided.
-- Parameters: $level.
today AS (
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
),
