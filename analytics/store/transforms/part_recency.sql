-- Grain: a row a point. Temporary.
-- Columns: point_no; days since the customer's last transaction, own act and inflow (0: on the as-of day itself;
--   NULL where there never was one).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_recency AS
SELECT
    p.point_no,
    (p.day - l.last_day)::DOUBLE AS days_since_transaction,
    (p.day - l.last_own_day)::DOUBLE AS days_since_own_act,
    (p.day - l.last_inflow_day)::DOUBLE AS days_since_inflow
FROM numbered_points AS p
LEFT JOIN last_days AS l USING (point_no);
