-- Grain: a row a point whose customer had been made an offer by its date. Temporary. Answers are not used: they come
-- later than the offer, nobody knows when.
-- Columns: point_no; n_90d, n_365d (offers made); last_day (of the latest, days since 1970-01-01).
-- Parameters: $as_of (date), the global as-of day.
CREATE OR REPLACE TEMP TABLE contact_sums AS
WITH offers AS (
    SELECT n.customer_no, (c.offered_at::DATE - DATE '1970-01-01')::INTEGER AS day
    FROM source.contacts AS c
    JOIN customer_numbers AS n USING (customer_id)
    WHERE c.offered_at < $as_of + 1
)
SELECT
    p.point_no,
    count(*) FILTER (o.day > p.day - 90) AS n_90d,
    count(*) FILTER (o.day > p.day - 365) AS n_365d,
    max(o.day) AS last_day
FROM offers AS o
JOIN numbered_points AS p ON p.customer_no = o.customer_no AND o.day <= p.day
GROUP BY p.point_no;
