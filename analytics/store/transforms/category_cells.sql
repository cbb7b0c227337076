-- Grain: a row a point and category (0: those without a column) with transactions in the last 365 days. Temporary.
-- Columns: point_no; item_no; n_365d (transactions); outflow_cents, inflow_cents (365 days, positive).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE category_cells AS
SELECT
    p.point_no,
    a.category_no AS item_no,
    count(*) AS n_365d,
    coalesce(-sum(a.cents) FILTER (NOT a.is_inflow), 0) AS outflow_cents,
    coalesce(sum(a.cents) FILTER (a.is_inflow), 0) AS inflow_cents
FROM acts AS a
JOIN numbered_points AS p ON p.customer_no = a.customer_no AND a.day <= p.day AND a.day > p.day - 365
WHERE a.category_no IS NOT NULL
GROUP BY p.point_no, a.category_no;
