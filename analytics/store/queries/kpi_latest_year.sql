-- Grain: at most one row: the latest twelve whole months of a KPI.
-- Columns: period ('2025-07/2026-06'), value, lower, upper, numerator, denominator.
-- Parameters: $kpi, $dimension, $member.
SELECT period, value, lower, upper, numerator, denominator
FROM kpis
WHERE kpi = $kpi AND dimension = $dimension AND member = $member AND period LIKE '%/%'
ORDER BY period DESC
LIMIT 1
