-- Grain: a row a period. Temporary. The last 24 whole months that ended on or before the as-of day, as far as the records
-- reach, and the twelve months that end with each of them, where the records hold all twelve.
-- Columns: period ('2026-06', or '2025-07/2026-06'); n_months (1 or 12); starts_on, ends_on (dates, both included); has_year_before
--   (whether the records reach back twelve months before it).
-- Parameters: $as_of (date), the global as-of day; $first_on (date), the first day of the records.
CREATE OR REPLACE TEMP TABLE kpi_periods AS
WITH months AS (
    SELECT starts::DATE AS starts_on, last_day(starts::DATE) AS ends_on
    FROM generate_series(
        date_trunc('month', $as_of + 1) - INTERVAL 24 MONTH,
        date_trunc('month', $as_of + 1) - INTERVAL 1 MONTH,
        INTERVAL 1 MONTH
    ) AS series (starts)
),
lengths AS (
    SELECT (ends_on + 1 - to_months(n_months))::DATE AS starts_on, ends_on, n_months
    FROM months
    CROSS JOIN (VALUES (1), (12)) AS l (n_months)
)
SELECT
    CASE WHEN n_months = 12 THEN strftime(starts_on, '%Y-%m') || '/' ELSE '' END || strftime(ends_on, '%Y-%m') AS period,
    n_months,
    starts_on,
    ends_on,
    (starts_on - INTERVAL 12 MONTH)::DATE >= $first_on AS has_year_before
FROM lengths
WHERE starts_on >= $first_on AND starts_on >= date_trunc('month', $as_of + 1) - INTERVAL 24 MONTH;
