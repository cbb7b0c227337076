-- Grain: a model, a split and a date.
-- Columns: model, split, as_of, value, lower, upper (AUC), n (customers).
-- Parameters: $outcome.
SELECT
    model,
    split,
    as_of,
    value,
    lower,
    upper,
    n
FROM evaluation_months
WHERE outcome = $outcome AND metric = 'auc'
ORDER BY model, split, as_of
