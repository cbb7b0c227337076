-- Grain: a row a customer who was here on a day of the records. Temporary.
-- Columns: customer_id; person_no (1, 2, … in order of id); opened_on, closed_on (dates; closed_on only where it lies by the
--   as-of day; NULL means since always, or still here); carrier_id (whose segment and tags count for them: their own id, or,
--   where they left, that of the customer who is here and most like them; NULL where there is none); region, channel,
--   cohort (text; 'unknown' where missing).
-- Parameters: $as_of (date), the global as-of day; $first_on (date), the first day of the records.
CREATE OR REPLACE TEMP TABLE kpi_people AS
SELECT
    c.customer_id,
    row_number() OVER (ORDER BY c.customer_id)::INTEGER AS person_no,
    c.opened_on,
    CASE WHEN c.closed_on <= $as_of THEN c.closed_on END AS closed_on,
    CASE WHEN c.closed_on <= $as_of THEN t.twin_id ELSE c.customer_id END AS carrier_id,
    coalesce(c.region_id, 'unknown') AS region,
    coalesce(c.home_channel, 'unknown') AS channel,
    coalesce(strftime(c.opened_on, '%Y'), 'unknown') AS cohort
FROM source.customers AS c
LEFT JOIN built.left_twins AS t USING (customer_id)
WHERE (c.opened_on IS NULL OR c.opened_on <= $as_of)
  AND (c.closed_on IS NULL OR c.closed_on >= $first_on);
