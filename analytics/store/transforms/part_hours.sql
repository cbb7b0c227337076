-- Grain: a row a point. Temporary. Hours are UTC.
-- Columns: point_no; shares (0-1) of the own acts of 365 days at night (22-6), in the morning (6-12) and in the evening
--   (18-22); NULL without own acts. The afternoon is the rest. Their mean hour
--   of the day (0-24).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_hours AS
SELECT
    p.point_no,
    w.n_own_night::DOUBLE / nullif(w.n_own_365d, 0) AS night_share_365d,
    w.n_own_morning::DOUBLE / nullif(w.n_own_365d, 0) AS morning_share_365d,
    w.n_own_evening::DOUBLE / nullif(w.n_own_365d, 0) AS evening_share_365d,
    w.own_seconds::DOUBLE / nullif(w.n_own_365d, 0) / 3600 AS hour_mean_365d
FROM numbered_points AS p
LEFT JOIN window_sums AS w USING (point_no);
