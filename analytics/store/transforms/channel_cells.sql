-- Grain: a row a point and channel (0: those without a column) with own acts in the last 365 days. Temporary.
-- Columns: point_no; item_no; n_90d, n_365d (own acts).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE channel_cells AS
SELECT
    p.point_no,
    a.channel_no AS item_no,
    count(*) FILTER (a.day > p.day - 90) AS n_90d,
    count(*) AS n_365d
FROM acts AS a
JOIN numbered_points AS p ON p.customer_no = a.customer_no AND a.day <= p.day AND a.day > p.day - 365
WHERE a.channel_no IS NOT NULL AND a.is_own
GROUP BY p.point_no, a.channel_no;
