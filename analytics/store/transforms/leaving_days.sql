-- Grain: a row a customer and date of leaving_points: after how many days they left, as far as one could see.
-- Who closes has left on that day. Who does nothing of their own has left, where silence counts, on the last of so many
-- days in a row, all of them after the date: within exactly so many days, this is the outcome as it is derived.
-- Columns: customer_id; as_of (date, its end included); left_day (days from the date to the day of leaving, 1 or more;
--   NULL for who had not left by the last day observed); observed_days (days after the date that were observed).
-- Parameters: $last_day (date, the last day observed); $most_days (looked at after the date);
--   $silence_days (days in a row); $counts_silence (boolean).
WITH points AS (
    SELECT customer_id, as_of, least($last_day - as_of, $most_days)::INTEGER AS observed_days
    FROM leaving_points
    WHERE as_of <= $last_day
),
own_acts AS (
    SELECT DISTINCT p.customer_id, p.as_of, (t.booked_at::DATE - p.as_of)::INTEGER AS day
    FROM points AS p
    JOIN source.transactions AS t
      ON t.customer_id = p.customer_id
     AND t.booked_at >= p.as_of + 1
     AND t.booked_at < p.as_of + 1 + p.observed_days
    WHERE t.is_own_act
    UNION ALL
    SELECT customer_id, as_of, 0 FROM points
),
steps AS (
    SELECT customer_id, as_of, day, lead(day) OVER (PARTITION BY customer_id, as_of ORDER BY day) AS next_day
    FROM own_acts
),
silences AS (
    SELECT customer_id, as_of, (min(day) + $silence_days)::INTEGER AS day
    FROM steps
    WHERE $counts_silence AND (next_day IS NULL OR next_day > day + $silence_days::INTEGER)
    GROUP BY customer_id, as_of
),
leavings AS (
    SELECT
        p.customer_id,
        p.as_of,
        p.observed_days,
        least(c.closed_on - p.as_of, s.day) AS left_day
    FROM points AS p
    JOIN customer_spans AS c USING (customer_id)
    LEFT JOIN silences AS s USING (customer_id, as_of)
)
SELECT
    customer_id,
    as_of,
    CASE WHEN left_day <= observed_days THEN left_day END AS left_day,
    observed_days
FROM leavings
ORDER BY customer_id, as_of;
