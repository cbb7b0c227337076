-- Grain: a model, a split and a metric.
-- Columns: model, split, metric, value, lower, upper.
-- Parameters: $outcome.
SELECT
    model,
    split,
    metric,
    value,
    lower,
    upper
FROM evaluation
WHERE outcome = $outcome
ORDER BY model, split, metric
