-- Grain: a feature, the strongest in the segment first.
-- Columns: feature, mean_abs_contribution, lower, upper (log-odds), direction; the same with all_ for all customers.
-- Parameters: $outcome, $segment_id.
SELECT
    d.feature,
    d.mean_abs_contribution,
    d.lower,
    d.upper,
    d.direction,
    a.mean_abs_contribution AS all_mean_abs_contribution,
    a.lower AS all_lower,
    a.upper AS all_upper,
    a.direction AS all_direction
FROM drivers AS d
LEFT JOIN drivers AS a
    ON d.outcome = a.outcome AND d.feature = a.feature AND a.segment_id IS NULL
WHERE d.outcome = $outcome AND d.segment_id = $segment_id
ORDER BY d.mean_abs_contribution DESC, d.feature
