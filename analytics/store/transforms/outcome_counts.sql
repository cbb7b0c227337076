-- Grain: a row an outcome that has a row in source.outcomes.
-- Columns: outcome (name); n_rows (rows recorded at any date); n_known (rows with a date by the as-of day);
--   n_labelled (of these, rows of customers open at their date); n_positive (of these, rows with value 1);
--   n_dated (labelled customers with transactions whose date lies two months or more before the last booked day);
--   n_ended (of these, those whose last transaction lies within a month before, or a day after, their own date).
-- Parameters: $as_of (date), the global as-of day.
WITH recorded AS (
    SELECT outcome, count(*) AS n_rows, count(*) FILTER (as_of <= $as_of) AS n_known
    FROM source.outcomes
    GROUP BY outcome
),
last_bookings AS (
    SELECT customer_id, max(booked_at)::DATE AS last_on
    FROM source.transactions
    GROUP BY customer_id
),
last_day AS (
    SELECT max(last_on) AS last_on FROM last_bookings
),
labelled AS (
    SELECT
        l.outcome,
        count(*) AS n_labelled,
        count(*) FILTER (l.value = 1) AS n_positive,
        count(*) FILTER (l.as_of <= d.last_on - 62) AS n_dated,
        count(*) FILTER (l.as_of <= d.last_on - 62 AND b.last_on BETWEEN l.as_of - 31 AND l.as_of + 1) AS n_ended
    FROM all_labels AS l
    CROSS JOIN last_day AS d
    LEFT JOIN last_bookings AS b USING (customer_id)
    GROUP BY l.outcome
)
SELECT
    r.outcome,
    r.n_rows,
    r.n_known,
    coalesce(l.n_labelled, 0) AS n_labelled,
    coalesce(l.n_positive, 0) AS n_positive,
    coalesce(l.n_dated, 0) AS n_dated,
    coalesce(l.n_ended, 0) AS n_ended
FROM recorded AS r
LEFT JOIN labelled AS l USING (outcome)
ORDER BY r.outcome;
