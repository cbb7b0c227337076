-- Grain: one row, a cell of the cohort triangle.
-- Columns: n_start, n_retained (customers; NULL where the cell is nobody's); is_over (whether it is over for all who joined).
-- Parameters: $segment_id (NULL: everyone), $first_month, $last_month (of joining, 2025-03), $months (since joining).
SELECT
    sum(n_start) FILTER (WHERE period_index = $months)::BIGINT AS n_start,
    sum(n_retained) FILTER (WHERE period_index = $months)::BIGINT AS n_retained,
    count(DISTINCT cohort) FILTER (WHERE period_index = $months) = count(DISTINCT cohort) AS is_over
FROM retention
WHERE segment_id IS NOT DISTINCT FROM $segment_id AND cohort BETWEEN $first_month AND $last_month
