-- Grain: a row a point with transactions or changes of balance in its last 365 days. Temporary.
-- Columns: point_no; longest_gap (days, between days with own acts, of gaps that ended in the last 365 days);
--   lowest_balance (cents, of the days in the last 90 on which it changed).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE day_extremes AS
SELECT
    p.point_no,
    max(d.own_gap) AS longest_gap,
    min(d.balance) FILTER (d.day > p.day - 90) AS lowest_balance
FROM customer_days AS d
JOIN numbered_points AS p ON p.customer_no = d.customer_no AND d.day <= p.day AND d.day > p.day - 365
GROUP BY p.point_no;
