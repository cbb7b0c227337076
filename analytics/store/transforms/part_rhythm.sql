-- Grain: a row a point. Temporary.
-- Columns: point_no; shares (0-1) of the own acts of 365 days on Saturdays and Sundays, on days 1-10 of the month and
--   from day 21 (NULL without own acts); gaps between days with own acts, of gaps that ended in the last 365 days: mean,
--   standard deviation (NULL below two gaps) and longest, in days; silence_ratio (days since the last own act over the
--   mean gap: 1 as long as usual).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_rhythm AS
WITH gaps AS (
    SELECT
        p.point_no,
        (p.day - l.last_own_day)::DOUBLE AS silence_days,
        g.n_gaps::DOUBLE AS n,
        g.gap_sum::DOUBLE AS total,
        g.gap_square_sum::DOUBLE AS squares,
        g.longest_gap::DOUBLE AS longest
    FROM numbered_points AS p
    LEFT JOIN last_days AS l USING (point_no)
    LEFT JOIN gap_sums AS g USING (point_no)
)
SELECT
    g.point_no,
    w.n_own_weekend::DOUBLE / nullif(w.n_own_365d, 0) AS weekend_share_365d,
    w.n_own_month_start::DOUBLE / nullif(w.n_own_365d, 0) AS month_start_share_365d,
    w.n_own_month_end::DOUBLE / nullif(w.n_own_365d, 0) AS month_end_share_365d,
    g.total / nullif(g.n, 0) AS gap_mean_days_365d,
    CASE WHEN g.n >= 2 THEN sqrt(greatest(g.n * g.squares - g.total * g.total, 0) / (g.n * (g.n - 1))) END
        AS gap_sd_days_365d,
    g.longest AS gap_longest_days_365d,
    g.silence_days * g.n / nullif(g.total, 0) AS silence_ratio
FROM gaps AS g
LEFT JOIN window_sums AS w USING (point_no);
