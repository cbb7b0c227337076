-- Grain: a row an account that is no debt and day at whose end its balance is below zero and was not before (below_zero);
--   added to sequence_rows.
-- Columns: customer_no; happened_at (UTC, the last second of the day, when it is known); symbol; origin.
-- Parameters: none; follows balance_stretches.
INSERT INTO sequence_rows
SELECT customer_no, TIMESTAMP '1970-01-01' + to_days(day + 1) - INTERVAL 1 SECOND, 'below_zero', 'money'
FROM (
    SELECT *, lag(balance_cents) OVER (PARTITION BY account_no ORDER BY day) AS cents_before
    FROM balance_stretches
    WHERE NOT is_debt
)
WHERE balance_cents < 0 AND cents_before >= 0;
