-- Grain: a row a segment of a level and KPI: its latest value.
-- Columns: segment_key, name, kpi, value, lower, upper.
-- Parameters: $level; $kpis (list).
SELECT s.segment_key::VARCHAR AS segment_key, s.name, k.kpi, k.value, k.lower, k.upper
FROM kpis AS k
JOIN segments AS s ON s.segment_id = k.member AND s.level = $level
WHERE k.dimension = 'segment' AND k.kpi IN (SELECT unnest($kpis))
QUALIFY k.period = max(k.period) OVER (PARTITION BY k.member, k.kpi)
ORDER BY s.segment_key, k.kpi
