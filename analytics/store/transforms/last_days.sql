-- Grain: a row a point whose customer had a transaction by its date. Temporary.
-- Columns: point_no; first_day, last_day, last_own_day, last_inflow_day (days since 1970-01-01: of the first and last
--   transaction, the last own act, the last money in; NULL where there never was one).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE last_days AS
SELECT
    p.point_no,
    min(d.day) AS first_day,
    max(d.day) AS last_day,
    max(d.day) FILTER (d.is_own) AS last_own_day,
    max(d.day) FILTER (d.is_inflow) AS last_inflow_day
FROM booked_days AS d
JOIN numbered_points AS p ON p.customer_no = d.customer_no AND d.day <= p.day
GROUP BY p.point_no;
