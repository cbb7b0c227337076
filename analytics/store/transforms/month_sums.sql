-- Grain: a row a point with a transaction in one of the twelve complete calendar months before or at its date.
-- Temporary. Days of the month are averaged on a circle of 31, so that the 31st lies next to the 1st.
-- Columns: point_no; n_months (complete months since the customer's first transaction, at most 12); n_income (months
--   with income), income_sum, income_square_sum (cents); payday_cos, payday_sin (sums, in millionths); n_standing
--   (months with a standing order).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE month_sums AS
WITH first_months AS (
    SELECT customer_no, min(month) AS month FROM income_months GROUP BY customer_no
)
SELECT
    p.point_no,
    least(12, p.next_month - any_value(f.month)) AS n_months,
    count(m.income_cents) AS n_income,
    sum(m.income_cents) AS income_sum,
    sum(m.income_cents::HUGEINT * m.income_cents) AS income_square_sum,
    sum(round(cos(2 * pi() * m.income_day / 31) * 1000000)::BIGINT) AS payday_cos,
    sum(round(sin(2 * pi() * m.income_day / 31) * 1000000)::BIGINT) AS payday_sin,
    count(*) FILTER (m.has_standing) AS n_standing
FROM income_months AS m
JOIN numbered_points AS p
  ON p.customer_no = m.customer_no AND m.month < p.next_month AND m.month >= p.next_month - 12
JOIN first_months AS f ON f.customer_no = p.customer_no
GROUP BY p.point_no, p.next_month;
