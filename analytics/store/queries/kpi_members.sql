-- Grain: a member of a dimension that a KPI is known for in a period.
-- Columns: member, numerator, denominator.
-- Parameters: $kpi, $dimension, $period.
SELECT member, numerator, denominator
FROM kpis
WHERE kpi = $kpi AND dimension = $dimension AND period = $period AND denominator IS NOT NULL
ORDER BY member
