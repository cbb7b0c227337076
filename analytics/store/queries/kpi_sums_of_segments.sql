-- Grain: a row a segment and period of kpi_facts.
-- Columns: dimension ('segment'); member (its id); period; the facts, added up over its customers.
-- Parameters: $segment_ids (list).
WITH members AS (
    SELECT DISTINCT customer_id, segment_id::VARCHAR AS segment_id
    FROM membership
    WHERE segment_id IN (SELECT unnest($segment_ids))
)
SELECT 'segment' AS dimension, m.segment_id AS member, f.period, sum(COLUMNS(f.* EXCLUDE (customer_id, period)))
FROM kpi_facts AS f
JOIN members AS m USING (customer_id)
GROUP BY m.segment_id, f.period
ORDER BY m.segment_id, f.period
