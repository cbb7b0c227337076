-- Grain: a segment of $level on the last two dates at which customers were described.
-- Columns: segment_id, before_on, now_on (days), share_before, share_now (0 to 1, of all customers of that date).
-- Parameters: $level.
WITH shares AS (
    SELECT
        as_of,
        segment_id,
        n_customers / sum(n_customers) OVER (PARTITION BY as_of) AS share,
        dense_rank() OVER (ORDER BY as_of DESC) AS age
    FROM segment_trend
    WHERE level = $level
)

SELECT
    now.segment_id,
    before_dates.before_on,
    now.as_of AS now_on,
    coalesce(before.share, 0) AS share_before,
    now.share AS share_now
FROM shares AS now
CROSS JOIN (SELECT max(as_of) AS before_on FROM shares WHERE age = 2) AS before_dates
LEFT JOIN shares AS before ON now.segment_id = before.segment_id AND before.age = 2
WHERE now.age = 1 AND before_dates.before_on IS NOT NULL
ORDER BY now.segment_id
