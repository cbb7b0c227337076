-- Grain: a row a customer and end of a month (or the as-of day) at which a balance was known. Temporary.
-- Columns: person_no; ends_on (the month's last day); cents (held: of accounts that are no
--   debts, together; a debit counts as nothing).
-- Parameters: none; follows kpi_people.
CREATE OR REPLACE TEMP TABLE kpi_balances AS
SELECT p.person_no, last_day(b.month) AS ends_on, greatest(b.balance_cents, 0) AS cents
FROM built.balances_by_month AS b
JOIN kpi_people AS p USING (customer_id);
