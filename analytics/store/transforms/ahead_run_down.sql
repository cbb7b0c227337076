-- Grain: a row a customer and date of ahead_points. Balances are at the end of days, of accounts that are no debts, together.
-- Columns: customer_id; as_of (date); value (1: on each of the last days of the window after the date below the share of the
--   average over as long before it, while staying open; 0 otherwise, and of averages with nothing to run down).
-- Parameters: $window_days; $kept_days (the last days of the window); $share (0-1); $least_cents (average).
WITH points AS (
    SELECT p.*, n.customer_no, (p.as_of - DATE '1970-01-01')::INTEGER AS day
    FROM ahead_points AS p
    JOIN customer_numbers AS n USING (customer_id)
),
stretches AS (
    SELECT customer_no, day, next_day, balance_cents FROM balance_stretches WHERE NOT is_debt
),
before AS (
    SELECT
        p.customer_id,
        p.as_of,
        sum(s.balance_cents * (least(s.next_day, p.day + 1) - greatest(s.day, p.day + 1 - $window_days::INTEGER)))
            / $window_days AS mean_cents
    FROM points AS p
    JOIN stretches AS s
      ON s.customer_no = p.customer_no AND s.day <= p.day AND s.next_day > p.day + 1 - $window_days::INTEGER
    GROUP BY p.customer_id, p.as_of
),
days AS (
    -- The balance only changes where a stretch begins, so it is looked at there and on the first of the last days.
    SELECT customer_id, as_of, customer_no, day + 1 + $window_days::INTEGER - $kept_days::INTEGER AS at FROM points
    UNION
    SELECT p.customer_id, p.as_of, p.customer_no, s.day
    FROM points AS p
    JOIN stretches AS s
      ON s.customer_no = p.customer_no
     AND s.day > p.day + 1 + $window_days::INTEGER - $kept_days::INTEGER
     AND s.day <= p.day + $window_days::INTEGER
),
after AS (
    SELECT customer_id, as_of, max(cents) AS highest_cents
    FROM (
        SELECT d.customer_id, d.as_of, d.at, sum(s.balance_cents) AS cents
        FROM days AS d
        JOIN stretches AS s ON s.customer_no = d.customer_no AND s.day <= d.at AND s.next_day > d.at
        GROUP BY d.customer_id, d.as_of, d.at
    ) AS daily
    GROUP BY customer_id, as_of
)
SELECT
    p.customer_id,
    p.as_of,
    (
        coalesce(b.mean_cents >= $least_cents AND a.highest_cents < $share * b.mean_cents, false)
        AND coalesce(p.closed_on > p.as_of + $window_days::INTEGER, true)
    )::INTEGER AS value
FROM points AS p
LEFT JOIN before AS b USING (customer_id, as_of)
LEFT JOIN after AS a USING (customer_id, as_of)
ORDER BY p.customer_id, p.as_of;
