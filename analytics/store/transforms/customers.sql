-- Grain: a row a customer, whoever they are, as known at the end of the global as-of day.
-- Columns: customer_id; status ('active': opened by the day and not closed by it, 'closed', or 'not_yet' opened);
--   every column of the source (closed_on only where it lies by the day; a source's own status and region_name are kept
--   as own_status and own_region_name); region_name (from regions; NULL where unknown).
-- Parameters: $as_of (date).
CREATE OR REPLACE TABLE built.customers AS
SELECT
    c.customer_id,
    CASE
        WHEN c.opened_on > $as_of THEN 'not_yet'
        WHEN c.closed_on <= $as_of THEN 'closed'
        ELSE 'active'
    END AS status /* columns */,
    r.name AS region_name
FROM (SELECT * REPLACE (CASE WHEN closed_on <= $as_of THEN closed_on END AS closed_on) FROM source.customers) AS c
LEFT JOIN source.regions AS r ON r.region_id = c.region_id
ORDER BY c.customer_id;
