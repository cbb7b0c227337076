-- Grain: a cohort and a month since it joined that is over.
-- Columns: cohort (month of joining), period_index (months since), n_start, n_retained (customers).
-- Parameters: $segment_id (NULL: everyone).
SELECT cohort, period_index, n_start, n_retained
FROM retention
WHERE segment_id IS NOT DISTINCT FROM $segment_id
ORDER BY cohort, period_index
