-- Grain: a row a standing order's first booking (new_standing_order) and a row a moment at which one stopped
--   (standing_order_stopped: nothing for so many days after at least so many bookings); added to sequence_rows. A standing
--   order is known by account, counterparty (where missing, category) and direction. In a customer's first days of
--   records all of them look new, so none counts.
-- Columns: customer_no; happened_at (UTC; the first booking's, or the beginning of the day); symbol; origin.
-- Parameters: $as_of (date); $order_gap_days; $fewest_payments; $history_days.
INSERT INTO sequence_rows
WITH bookings AS (
    SELECT
        a.customer_no,
        a.account_no,
        coalesce(a.counterparty, hash(a.category_no)) AS whom,
        a.day,
        min(a.second) AS second
    FROM acts AS a
    WHERE a.is_standing AND a.cents < 0
    GROUP BY ALL
),
first_days AS (
    SELECT customer_no, min(day) AS first_day FROM acts GROUP BY customer_no
),
in_order AS (
    SELECT
        b.*,
        row_number() OVER in_time AS n_so_far,
        lead(b.day) OVER in_time AS next_day
    FROM bookings AS b
    WINDOW in_time AS (PARTITION BY b.customer_no, b.account_no, b.whom ORDER BY b.day)
)
SELECT customer_no, TIMESTAMP '1970-01-01' + to_days(day) + to_seconds(second), 'new_standing_order', 'money'
FROM in_order
JOIN first_days USING (customer_no)
WHERE n_so_far = 1 AND day - first_day >= $history_days
UNION ALL
SELECT
    customer_no,
    TIMESTAMP '1970-01-01' + to_days(day + $order_gap_days::INTEGER),
    'standing_order_stopped',
    'money'
FROM in_order
WHERE n_so_far >= $fewest_payments
  AND day + $order_gap_days::INTEGER <= least($as_of - DATE '1970-01-01', coalesce(next_day, 2000000));
