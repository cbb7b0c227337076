-- Grain: a KPI and way of foreseeing, of one member, tried on the past.
-- Columns: kpi, model, n_origins, mae, bias, coverage.
-- Parameters: $dimension, $member.
SELECT kpi, model, n_origins, mae, bias, coverage
FROM kpi_forecast_tests
WHERE dimension = $dimension AND member = $member
ORDER BY kpi, model
