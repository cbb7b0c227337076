-- Grain: a row a whole month from the second month of records on, up to the as-of day. Temporary.
-- Columns: month, last_on (its first and its last day).
-- Parameters: $as_of (date), the global as-of day; $most_months (whole number).
CREATE OR REPLACE TEMP TABLE drift_months AS
WITH spans AS (
    SELECT date_trunc('month', min(booked_at))::DATE AS first_month
    FROM source.transactions
    WHERE in_currency AND booked_at < $as_of + 1
),
months AS (
    SELECT unnest(generate_series(first_month + INTERVAL 1 MONTH, $as_of::TIMESTAMP, INTERVAL 1 MONTH))::DATE AS month
    FROM spans
    WHERE first_month IS NOT NULL
)
SELECT month, last_day(month) AS last_on
FROM months
WHERE last_day(month) <= $as_of
ORDER BY month DESC
LIMIT $most_months;
