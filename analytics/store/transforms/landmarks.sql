-- Grain: a row a horizon, customer and landmark: a day, its end included, on which the customer is open and from which on
--   one looks whether something follows within the horizon. A horizon's landmarks lie a horizon apart, the last one a
--   horizon before the as-of day, so that every answer is known then and none is counted twice; the records must
--   reach back far enough before it. In a big bank only so many customers are learned from, chosen by a hash of their
--   id. With horizon 0: everybody who is open on the as-of day itself, for whom one forecasts.
-- Columns: row_no (0, 1, … in order of horizon, customer and day); horizon_days; customer_id; as_of (date);
--   tenure_days (since opening; NULL where unknown).
-- Parameters: $as_of (date); $short_days, $long_days (the horizons); $n_landmarks (at most so many a horizon);
--   $days_before (days of records that a landmark needs); $most_customers (to learn from).
CREATE OR REPLACE TEMP TABLE landmarks AS
WITH records AS (
    SELECT min(happened_at)::DATE AS first_on FROM built.sequences WHERE origin <> 'product'
),
days AS (
    SELECT h.horizon_days, $as_of - (s.step * h.horizon_days)::INTEGER AS as_of
    FROM (VALUES ($short_days::INTEGER), ($long_days::INTEGER)) AS h (horizon_days)
    CROSS JOIN range(1, $n_landmarks + 1) AS s (step)
    CROSS JOIN records
    WHERE $as_of - (s.step * h.horizon_days)::INTEGER - $days_before::INTEGER >= records.first_on - 1
),
learned_from AS (
    SELECT customer_id
    FROM source.customers
    QUALIFY row_number() OVER (ORDER BY md5(customer_id), customer_id) <= $most_customers
),
wanted AS (
    SELECT d.horizon_days, d.as_of, customer_id
    FROM learned_from
    CROSS JOIN days AS d
    UNION ALL
    SELECT 0, $as_of, customer_id
    FROM source.customers
)
SELECT
    row_number() OVER (ORDER BY w.horizon_days, w.customer_id, w.as_of)::INTEGER - 1 AS row_no,
    w.horizon_days,
    w.customer_id,
    w.as_of,
    w.as_of - c.opened_on AS tenure_days
FROM wanted AS w
JOIN source.customers AS c USING (customer_id)
WHERE (c.opened_on IS NULL OR c.opened_on <= w.as_of)
  AND (c.closed_on IS NULL OR c.closed_on > w.as_of)
ORDER BY row_no;
