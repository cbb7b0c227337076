-- Grain: a KPI, period to come and way of foreseeing, of one member.
-- Columns: kpi, period, model, is_preferred, value, lower, upper.
-- Parameters: $dimension, $member.
SELECT kpi, period, model, is_preferred, value, lower, upper
FROM kpi_forecast
WHERE dimension = $dimension AND member = $member
ORDER BY kpi, model, period
