-- Grain: a row a customer and moment at which regular income stopped (income_stopped: nothing for so many days after at
--   least so many payments that came no further apart than this) or came back (income_back: the first payment after such
--   a stop); added to sequence_rows. It stops on the day on which that is known, not on the day of the last payment.
-- Columns: customer_no; happened_at (UTC, the beginning of the day); symbol; origin.
-- Parameters: $as_of (date); $income_gap_days; $fewest_payments. Income is what a category calls wages, as in items.
INSERT INTO sequence_rows
WITH paydays AS (
    SELECT DISTINCT customer_no, day FROM acts WHERE is_wage AND is_inflow AND cents > 0
),
stretches AS (
    SELECT
        customer_no,
        day,
        lead(day) OVER in_time AS next_day,
        day - lag(day, $fewest_payments::INTEGER - 1) OVER in_time <= ($fewest_payments::INTEGER - 1) * $income_gap_days::INTEGER AS is_regular
    FROM paydays
    WINDOW in_time AS (PARTITION BY customer_no ORDER BY day)
),
stops AS (
    SELECT customer_no, day + $income_gap_days::INTEGER AS day, next_day
    FROM stretches
    WHERE is_regular
      AND day + $income_gap_days::INTEGER <= least($as_of - DATE '1970-01-01', coalesce(next_day, 2000000))
)
SELECT customer_no, TIMESTAMP '1970-01-01' + to_days(day), 'income_stopped', 'money' FROM stops
UNION ALL
SELECT customer_no, TIMESTAMP '1970-01-01' + to_days(next_day), 'income_back', 'money' FROM stops WHERE next_day > day;
