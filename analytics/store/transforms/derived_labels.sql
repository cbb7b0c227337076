-- Grain: a row a customer and learning date, for customers who are open and hold an account at that date; added to
-- what was recorded. Whoever holds none (a second person on somebody else's account) can't do anything of their own.
-- A customer is lost (1) who closed in the window after the date, or, where silence counts, did nothing
-- of their own in it. The window of every date ends on or before the last observed day.
-- Columns: customer_id; as_of (date, its end included); outcome ('churn'); value (0 or 1).
-- Parameters: $outcome (name); $last_day (date, the last day observed); $first_day (date, the first booked day);
--   $window_days (days after the date); $counts_silence (boolean); $n_dates (at most so many dates); $days_before (days of history a date needs).
INSERT INTO all_labels
WITH learning_dates AS (
    SELECT $last_day - (step * $window_days)::INTEGER AS as_of
    FROM range(1, $n_dates + 1) AS steps (step)
    WHERE $last_day - (step * $window_days)::INTEGER - $first_day >= $days_before
),
open_customers AS (
    SELECT s.customer_id, d.as_of, s.closed_on
    FROM customer_spans AS s
    JOIN learning_dates AS d
      ON (s.opened_on IS NULL OR s.opened_on <= d.as_of)
     AND (s.closed_on IS NULL OR s.closed_on > d.as_of)
),
account_holders AS (
    SELECT DISTINCT a.customer_id, d.as_of
    FROM source.accounts AS a
    JOIN learning_dates AS d
      ON (a.opened_on IS NULL OR a.opened_on <= d.as_of)
     AND (a.closed_on IS NULL OR a.closed_on > d.as_of)
),
own_acts AS (
    SELECT DISTINCT t.customer_id, d.as_of
    FROM source.transactions AS t
    JOIN learning_dates AS d
      ON t.booked_at >= d.as_of + 1
     AND t.booked_at < d.as_of + 1 + $window_days::INTEGER
    WHERE t.is_own_act
)
SELECT
    o.customer_id,
    o.as_of,
    $outcome::VARCHAR AS outcome,
    coalesce(
        o.closed_on <= o.as_of + $window_days::INTEGER OR ($counts_silence AND a.customer_id IS NULL),
        $counts_silence AND a.customer_id IS NULL
    )::INTEGER AS value
FROM open_customers AS o
JOIN account_holders AS h USING (customer_id, as_of)
LEFT JOIN own_acts AS a USING (customer_id, as_of);
