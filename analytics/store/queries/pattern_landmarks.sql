-- Grain: a customer on a day on which nobody knows yet whether the outcome follows: the rows that the stage patterns judges an
--   outcome by, as in the transform pattern_rows, out of a snapshot.
-- Columns: customer_no (0, 1, … in order of id, of all customers who ever were); day (days since 1970-01-01, its end included);
--   value (0 or 1).
-- Parameters: $outcome (name); $as_of (date); $window_days; $horizon_days.
WITH numbers AS (
    SELECT customer_id, opened_on, closed_on, (row_number() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer_no
    FROM customers
),
records AS (
    SELECT min(happened_at)::DATE AS first_on FROM sequences WHERE origin <> 'product'
),
days AS (
    SELECT $as_of::DATE - (step * $horizon_days::INTEGER)::INTEGER AS as_of FROM range(1, 200) AS steps (step)
),
openings AS (
    SELECT customer_id, min(happened_at)::DATE AS opened_on
    FROM sequences
    WHERE symbol = $outcome AND origin = 'product' AND symbol LIKE 'opened\_%' ESCAPE '\'
    GROUP BY customer_id
),
landmarks AS (
    SELECT n.customer_no, l.as_of::DATE AS as_of, l.value::INTEGER AS value
    FROM labels AS l
    JOIN numbers AS n USING (customer_id)
    WHERE l.outcome = $outcome
    UNION ALL
    SELECT
        n.customer_no, d.as_of, coalesce(o.opened_on <= d.as_of + $horizon_days::INTEGER, false)::INTEGER
    FROM days AS d
    JOIN numbers AS n ON n.opened_on <= d.as_of AND (n.closed_on IS NULL OR n.closed_on > d.as_of)
    LEFT JOIN openings AS o USING (customer_id)
    WHERE EXISTS (FROM openings) AND (o.opened_on IS NULL OR o.opened_on > d.as_of)
),
before AS (
    SELECT *, coalesce(sum(value) OVER earlier, 0) AS n_before
    FROM landmarks
    CROSS JOIN records
    WHERE as_of - $window_days::INTEGER >= first_on - 1
    WINDOW earlier AS (PARTITION BY customer_no ORDER BY as_of ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT customer_no, (as_of - DATE '1970-01-01')::INTEGER AS day, value::TINYINT AS value
FROM before
WHERE n_before = 0
ORDER BY customer_no, day
