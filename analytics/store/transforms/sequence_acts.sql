-- Grain: a row a moment at which a customer had done nothing of their own for so many days (quiet), and, where customers of
--   the source hardly ever act (no more than so often a month on average, as in a shop's records), a row an own act
--   (payment, larger_payment, smaller_payment: against their payment before); added to sequence_rows.
-- Columns: customer_no; happened_at (UTC; of quiet the beginning of the day on which it is known); symbol; origin.
-- Parameters: $as_of (date); $quiet_days; $rare_a_month; $larger (a ratio above 1).
INSERT INTO sequence_rows
WITH own AS (
    SELECT customer_no, day, min(second) AS second, sum(abs(cents)) AS cents
    FROM acts
    WHERE is_own
    GROUP BY customer_no, day
),
in_time AS (
    SELECT *, lead(day) OVER w AS next_day, lag(cents) OVER w AS cents_before
    FROM own
    WINDOW w AS (PARTITION BY customer_no ORDER BY day)
),
rate AS (
    SELECT sum(n_days) / nullif(sum(n_months), 0) <= $rare_a_month AS is_rare
    FROM (
        SELECT count(*) AS n_days, greatest(($as_of - DATE '1970-01-01' - min(day)) / 30.4, 1) AS n_months
        FROM own
        GROUP BY customer_no
    )
)
SELECT customer_no, TIMESTAMP '1970-01-01' + to_days(day + $quiet_days::INTEGER) AS happened_at, 'quiet' AS symbol, 'money' AS origin
FROM in_time
WHERE day + $quiet_days::INTEGER <= least($as_of - DATE '1970-01-01', coalesce(next_day, 2000000))
UNION ALL
SELECT
    customer_no,
    TIMESTAMP '1970-01-01' + to_days(day) + to_seconds(second),
    CASE
        WHEN cents >= cents_before * $larger THEN 'larger_payment'
        WHEN cents * $larger <= cents_before THEN 'smaller_payment'
        ELSE 'payment'
    END,
    'money'
FROM in_time
CROSS JOIN rate
WHERE rate.is_rare;
