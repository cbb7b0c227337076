-- Grain: a model and a date.
-- Columns: model, as_of, value, lower, upper (AUC), n (customers).
-- Parameters: $outcome.
SELECT
    model,
    as_of,
    value,
    lower,
    upper,
    n
FROM evaluation_months
WHERE outcome = $outcome AND metric = 'auc'
ORDER BY model, as_of
