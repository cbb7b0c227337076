-- Grain: a row a dimension, member and customer who counts in it. Temporary. Any mapping of customers can be a dimension:
-- add its rows here, and every KPI is there by it.
-- Columns: part (dimensions that are added up together, see kpi_profiles: 1, 2 or 3); dimension; member; person_no.
-- Parameters: none; follows kpi_people.
CREATE OR REPLACE TEMP TABLE kpi_members AS
SELECT 1 AS part, 'all' AS dimension, 'all' AS member, person_no FROM kpi_people
UNION ALL
SELECT DISTINCT 1, 'segment', m.segment_id, p.person_no
FROM kpi_people AS p
JOIN built.membership AS m ON m.customer_id = p.carrier_id
UNION ALL
SELECT 1, 'segment', 'unplaced', p.person_no
FROM kpi_people AS p
ANTI JOIN built.membership AS m ON m.customer_id = p.carrier_id
UNION ALL
SELECT 1, 'region', region, person_no FROM kpi_people WHERE EXISTS (FROM kpi_people WHERE region <> 'unknown')
UNION ALL
SELECT 1, 'channel', channel, person_no FROM kpi_people WHERE EXISTS (FROM kpi_people WHERE channel <> 'unknown')
UNION ALL
SELECT 2, 'cohort', cohort, person_no FROM kpi_people WHERE EXISTS (FROM kpi_people WHERE cohort <> 'unknown')
UNION ALL
-- What they hold now, or held on the day they left.
SELECT DISTINCT 2, 'product', a.product, p.person_no
FROM built.customer_accounts AS a
JOIN kpi_people AS p USING (customer_id)
WHERE a.product IS NOT NULL AND (a.closed_on IS NULL OR a.closed_on >= p.closed_on);
