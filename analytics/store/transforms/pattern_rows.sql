-- Grain: a row an outcome, customer and landmark (a day on which nobody knows yet whether the outcome follows) that patterns
--   are judged by. Of what was recorded or derived (built.labels) each landmark up to the first that the outcome followed.
--   Of openings of an account a landmark at the end of every window of the horizon's length, for customers who are open
--   then and never had such an account, followed or not by the opening within the horizon. The records must reach back
--   before the landmark's window.
-- Columns: row_no (0, 1, … in order of outcome, customer and day); outcome; customer_id; as_of (date, its end included);
--   value (0 or 1).
-- Parameters: $as_of (date, the global as-of day); $window_days; $horizon_days.
CREATE OR REPLACE TABLE built.pattern_rows AS
WITH records AS (
    SELECT min(happened_at)::DATE AS first_on FROM built.sequences WHERE origin <> 'product'
),
days AS (
    SELECT $as_of - (step * $horizon_days)::INTEGER AS as_of
    FROM range(1, 200) AS steps (step)
),
openings AS (
    SELECT customer_id, symbol, min(happened_at)::DATE AS opened_on
    FROM built.sequences
    WHERE origin = 'product' AND symbol LIKE 'opened\_%' ESCAPE '\'
    GROUP BY ALL
),
landmarks AS (
    SELECT outcome, customer_id, as_of, value
    FROM built.labels
    UNION ALL
    SELECT s.symbol, c.customer_id, d.as_of, coalesce(o.opened_on <= d.as_of + $horizon_days::INTEGER, false)::INTEGER
    FROM days AS d
    JOIN source.customers AS c ON c.opened_on <= d.as_of AND (c.closed_on IS NULL OR c.closed_on > d.as_of)
    CROSS JOIN (SELECT DISTINCT symbol FROM openings) AS s
    LEFT JOIN openings AS o ON o.customer_id = c.customer_id AND o.symbol = s.symbol
    WHERE o.opened_on IS NULL OR o.opened_on > d.as_of
)
SELECT
    row_number() OVER (ORDER BY outcome, customer_id, as_of)::INTEGER - 1 AS row_no,
    outcome,
    customer_id,
    as_of,
    value::INTEGER AS value
FROM (
    SELECT *, coalesce(sum(value) OVER earlier, 0) AS n_before
    FROM landmarks
    CROSS JOIN records
    WHERE as_of - $window_days::INTEGER >= first_on - 1
    WINDOW earlier AS (
        PARTITION BY outcome, customer_id ORDER BY as_of ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)
WHERE n_before = 0
ORDER BY row_no;
