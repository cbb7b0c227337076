-- Grain: a feature that looks too good to be true.
-- Columns: feature, reason, value.
-- Parameters: $outcome.
SELECT
    feature,
    reason,
    value
FROM leaks
WHERE outcome = $outcome
ORDER BY feature, reason
