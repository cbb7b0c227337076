-- Grain: a row a customer, as-of date and role. Exactly one row with role 'describe' for each customer who is open
-- on the global as-of day; a row with role 'train' for each customer and date that carries a label; a row with role
-- 'left' for each customer who left since the records begin, 90 days before they did, so that they have a segment too.
-- A customer is described at the global day, unless the default outcome's dates differ between customers (one date
-- a customer): then each labelled customer is described at their own date.
-- Columns: customer_id; as_of (date, its end included); role ('describe', 'train' or 'left').
-- Parameters: $as_of (date), the global as-of day; $dated_by (name): the recorded default outcome;
--   NULL where it is derived, whose dates are the same for everyone.
CREATE OR REPLACE TABLE built.points AS
WITH own_dates AS (
    SELECT customer_id, max(as_of) AS as_of, count(DISTINCT as_of) AS n_dates
    FROM all_labels
    WHERE outcome = $dated_by::VARCHAR
    GROUP BY customer_id
),
shape AS (
    SELECT coalesce(max(n_dates), 0) = 1 AND min(as_of) < max(as_of) AS dates_differ
    FROM own_dates
)
SELECT
    s.customer_id,
    CASE WHEN shape.dates_differ THEN coalesce(o.as_of, $as_of) ELSE $as_of END AS as_of,
    'describe' AS role
FROM customer_spans AS s
CROSS JOIN shape
LEFT JOIN own_dates AS o USING (customer_id)
WHERE (s.opened_on IS NULL OR s.opened_on <= $as_of)
  AND (s.closed_on IS NULL OR s.closed_on > $as_of)
UNION ALL
SELECT DISTINCT customer_id, as_of, 'train' AS role
FROM built.labels
UNION ALL
-- Whoever came later than these 90 days, or the records did, is described on the later day.
SELECT s.customer_id, least(greatest(s.closed_on - 90, s.opened_on, r.first_on), s.closed_on) AS as_of, 'left' AS role
FROM customer_spans AS s
CROSS JOIN (SELECT min(booked_at)::DATE AS first_on FROM source.transactions WHERE booked_at < $as_of + 1) AS r
WHERE s.closed_on BETWEEN r.first_on AND $as_of
ORDER BY role, customer_id, as_of;
