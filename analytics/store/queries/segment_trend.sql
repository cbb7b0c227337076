-- Grain: a date at which customers were described.
-- Columns: as_of, n_customers of $segment_id, share (0 to 1) of all customers of that date at its level.
-- Parameters: $segment_id, $level.
SELECT
    as_of,
    coalesce(sum(n_customers) FILTER (WHERE segment_id = $segment_id), 0) AS n_customers,
    coalesce(sum(n_customers) FILTER (WHERE segment_id = $segment_id), 0) / sum(n_customers) AS share
FROM segment_trend
WHERE level = $level
GROUP BY as_of
ORDER BY as_of
