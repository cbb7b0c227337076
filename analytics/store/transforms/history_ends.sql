-- Grain: one row: whether customers' histories end at what was recorded of them.
-- Columns: n_dated (recorded values, of customers open at their date, whose date lies two months or more before the
--   last booked day); n_ended (of these, those whose customer's last transaction lies within a month before, or a day
--   after, their own date).
-- Parameters: $as_of (date), the global as-of day.
WITH last_bookings AS (
    SELECT customer_id, max(booked_at)::DATE AS last_on
    FROM source.transactions
    GROUP BY customer_id
),
last_day AS (
    SELECT max(last_on) AS last_on FROM last_bookings
)
SELECT count(*) AS n_dated, count(*) FILTER (b.last_on BETWEEN o.as_of - 31 AND o.as_of + 1) AS n_ended
FROM source.outcomes AS o
JOIN customer_spans AS s USING (customer_id)
CROSS JOIN last_day AS d
LEFT JOIN last_bookings AS b USING (customer_id)
WHERE o.as_of <= least($as_of, d.last_on - 62)
  AND o.value IS NOT NULL
  AND (s.opened_on IS NULL OR s.opened_on <= o.as_of)
  AND (s.closed_on IS NULL OR s.closed_on > o.as_of);
