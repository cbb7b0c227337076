-- Grain: a KPI and period of one member.
-- Columns: kpi, period, value, lower, upper, unit.
-- Parameters: $dimension, $member.
SELECT kpi, period, value, lower, upper, unit
FROM kpis
WHERE dimension = $dimension AND member = $member
ORDER BY kpi, period
