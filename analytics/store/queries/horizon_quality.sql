-- Grain: a horizon, model, split and metric of an outcome.
-- Columns: horizon_days, model, split, metric, value, lower, upper (90%), n (rows judged).
-- Parameters: $outcome.
SELECT
    horizon_days,
    model,
    split,
    metric,
    value,
    lower,
    upper,
    n
FROM horizon_evaluation
WHERE outcome = $outcome
ORDER BY horizon_days, split, metric, model
