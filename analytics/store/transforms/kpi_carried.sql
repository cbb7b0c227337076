-- Grain: a row a customer who is here, and the last whole month, the twelve months that end with it, and the month of the as-of
-- day: their own facts and those of the customers who left and count with them.
-- Columns: customer_id; period; the facts of kpi_facts, added up.
-- Parameters: $as_of (date); follows kpi_facts.
CREATE OR REPLACE TABLE built.kpi_facts AS
SELECT p.carrier_id AS customer_id, f.period, sum(COLUMNS(f.* EXCLUDE (person_no, period)))
FROM kpi_facts AS f
JOIN kpi_people AS p USING (person_no)
WHERE p.carrier_id IS NOT NULL
  AND (
    f.period = strftime($as_of::DATE, '%Y-%m')
    OR f.period IN (SELECT period FROM kpi_periods QUALIFY ends_on = max(ends_on) OVER ())
)
GROUP BY p.carrier_id, f.period
ORDER BY customer_id, f.period;
