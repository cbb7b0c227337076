-- Grain: a feature, the strongest first, over all customers.
-- Columns: feature, mean_abs_contribution, lower, upper (log-odds), direction.
-- Parameters: $outcome.
SELECT
    feature,
    mean_abs_contribution,
    lower,
    upper,
    direction
FROM drivers
WHERE outcome = $outcome AND segment_id IS NULL
ORDER BY mean_abs_contribution DESC, feature
