-- Grain: a row a point. Temporary.
-- Columns: point_no; events of any type by window (counts; 0 where none) with trend (as in part_frequency), days since the
--   latest (NULL where there never was one).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_events AS
SELECT
    p.point_no,
    coalesce(sum(c.n_30d), 0)::DOUBLE AS events_n_30d,
    coalesce(sum(c.n_90d), 0)::DOUBLE AS events_n_90d,
    coalesce(sum(c.n_365d), 0)::DOUBLE AS events_n_365d,
    CASE
        WHEN p.has_half_year
            THEN (sum(c.n_90d) - sum(c.n_previous))::DOUBLE / nullif(sum(c.n_90d) + sum(c.n_previous), 0)::DOUBLE
    END AS events_trend_90d,
    (p.day - max(c.last_day))::DOUBLE AS days_since_event
FROM numbered_points AS p
LEFT JOIN event_cells AS c ON c.point_no = p.point_no
GROUP BY p.point_no, p.day, p.has_half_year;
