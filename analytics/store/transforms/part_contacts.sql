-- Grain: a row a point. Temporary.
-- Columns: point_no; offers made to the customer in 90 and 365 days (counts; 0 where none), days since the latest (NULL
--   where there never was one).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_contacts AS
SELECT
    p.point_no,
    coalesce(c.n_90d, 0)::DOUBLE AS offers_n_90d,
    coalesce(c.n_365d, 0)::DOUBLE AS offers_n_365d,
    (p.day - c.last_day)::DOUBLE AS days_since_offer
FROM numbered_points AS p
LEFT JOIN contact_sums AS c USING (point_no);
