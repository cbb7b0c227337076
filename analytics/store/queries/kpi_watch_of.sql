-- Grain: a member, KPI and month of the last twelve that was judged, alarms first, then by member and KPI.
-- Columns: dimension, member, kpi, period, value, expected, lower, upper, p, is_alarm, n_history, false_alarms_a_year.
-- Parameters: none.
SELECT dimension, member, kpi, period, value, expected, lower, upper, p, is_alarm, n_history, false_alarms_a_year
FROM kpi_watch
ORDER BY is_alarm DESC, period DESC, p, dimension, member, kpi
