-- Grain: a day at which customers are told apart.
-- Columns: as_of, n_customers of $segment_id, share (0 to 1) of all customers of that day.
-- Parameters: $segment_id, $level, $today (the day of the data, on which the segments in force count).
WITH
-- include segments_of_today

-- Nobody has to be looked up where all of a segment of the model's is in one segment today.
divided AS (
    SELECT today.*
    FROM today
    WHERE today.model_id IN (SELECT model_id FROM cells GROUP BY model_id HAVING count(*) > 1)
),

then_and_now AS (
    SELECT
        past.as_of,
        coalesce(divided.segment_id, mostly.segment_id) AS segment_id
    FROM model_past AS past
    JOIN mostly ON past.segment_id = mostly.model_id
    LEFT JOIN divided ON past.customer_id = divided.customer_id AND past.segment_id = divided.model_id
    WHERE past.as_of < CAST($today AS DATE)
    UNION ALL
    SELECT
        CAST($today AS DATE) AS as_of,
        segment_id
    FROM membership
    WHERE level = $level
)

SELECT
    as_of,
    count(*) FILTER (WHERE segment_id = $segment_id) AS n_customers,
    count(*) FILTER (WHERE segment_id = $segment_id) / count(*) AS share
FROM then_and_now
GROUP BY as_of
ORDER BY as_of
