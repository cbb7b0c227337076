-- Grain: a row a payment that stands out; added to sequence_rows: the first abroad (first_payment_abroad, by category, as in
--   items), a fee (fee_charged, those for being late or below a limit too), money out or in of at least so many times what
--   came in a month on average (large_outflow, large_inflow). A customer's own money that moves between their accounts is
--   neither, and in a customer's first days of records nothing is first or large. A monthly fee is no news: of fees only
--   those count that are larger than the one before.
-- Columns: customer_no; happened_at (UTC); symbol; origin.
-- Parameters: $history_days; $large_months.
INSERT INTO sequence_rows
WITH first_days AS (
    SELECT customer_no, min(day) AS first_day FROM acts GROUP BY customer_no
),
moved AS (
    SELECT DISTINCT customer_no, day, -cents AS cents FROM acts
),
dated AS (
    SELECT a.customer_no, a.day, a.second, a.cents, f.first_day, a.is_fee, a.is_foreign
    FROM acts AS a
    JOIN first_days AS f USING (customer_no)
    ANTI JOIN moved AS m ON m.customer_no = a.customer_no AND m.day = a.day AND m.cents = a.cents
),
with_income AS (
    SELECT
        *,
        coalesce(sum(greatest(cents, 0)) OVER before_it, 0) / 3.0 AS monthly_cents
    FROM dated
    WINDOW before_it AS (PARTITION BY customer_no ORDER BY day RANGE BETWEEN 90 PRECEDING AND 1 PRECEDING)
),
abroad AS (
    SELECT customer_no, first_day, day, second
    FROM dated
    WHERE is_foreign AND cents < 0
    QUALIFY row_number() OVER (PARTITION BY customer_no ORDER BY day, second) = 1
),
fees AS (
    SELECT *, lag(cents) OVER (PARTITION BY customer_no ORDER BY day, second, cents DESC) AS cents_before
    FROM dated
    WHERE is_fee AND cents < 0
),
outstanding AS (
    SELECT customer_no, day, second, 'first_payment_abroad' AS symbol FROM abroad WHERE day - first_day >= $history_days
    UNION ALL
    SELECT customer_no, day, second, 'fee_charged' FROM fees WHERE cents < cents_before
    UNION ALL
    SELECT customer_no, day, second, CASE WHEN cents < 0 THEN 'large_outflow' ELSE 'large_inflow' END
    FROM with_income
    WHERE day - first_day >= $history_days AND monthly_cents > 0 AND abs(cents) >= $large_months * monthly_cents
)
SELECT customer_no, TIMESTAMP '1970-01-01' + to_days(day) + to_seconds(second), symbol, 'money'
FROM outstanding;
