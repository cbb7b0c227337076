-- Grain: a row an outcome that has a row in source.outcomes.
-- Columns: outcome (name); n_rows (rows recorded at any date); n_known (rows with a date by the as-of day);
--   n_labelled (of these, rows of customers open at their date); n_positive (of these, rows with value 1).
-- Parameters: $as_of (date), the global as-of day.
WITH recorded AS (
    SELECT outcome, count(*) AS n_rows, count(*) FILTER (as_of <= $as_of) AS n_known
    FROM source.outcomes
    GROUP BY outcome
),
labelled AS (
    SELECT outcome, count(*) AS n_labelled, count(*) FILTER (value = 1) AS n_positive
    FROM all_labels
    GROUP BY outcome
)
SELECT
    r.outcome,
    r.n_rows,
    r.n_known,
    coalesce(l.n_labelled, 0) AS n_labelled,
    coalesce(l.n_positive, 0) AS n_positive
FROM recorded AS r
LEFT JOIN labelled AS l USING (outcome)
ORDER BY r.outcome;
