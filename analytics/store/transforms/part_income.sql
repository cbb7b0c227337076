-- Grain: a row a point. Temporary. Over the twelve complete calendar months before the date.
-- Columns: point_no; payday_day_of_month (circular mean of the day of the main income; NULL without income);
--   payday_regularity (0: any day, 1: always the same; NULL below three months with income); income_months_share
--   (months with income, 0-1, of those since the first transaction; NULL without a complete month); income_mean_365d
--   (money a month with income); income_variation_365d (standard deviation over mean; 0: always the same; NULL below
--   three months).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_income AS
WITH sums AS (
    SELECT
        p.point_no,
        m.n_months,
        m.n_income::DOUBLE AS n,
        m.income_sum::DOUBLE AS total,
        m.income_square_sum::DOUBLE AS squares,
        m.payday_cos::DOUBLE / 1000000 AS x,
        m.payday_sin::DOUBLE / 1000000 AS y
    FROM numbered_points AS p
    LEFT JOIN month_sums AS m USING (point_no)
)
SELECT
    point_no,
    CASE WHEN n > 0 THEN round((31 * atan2(y, x) / (2 * pi()) + 30.5) % 31 + 0.5, 3) END AS payday_day_of_month,
    CASE WHEN n >= 3 THEN least(round(sqrt(x * x + y * y) / n, 6), 1) END AS payday_regularity,
    n / nullif(n_months, 0) AS income_months_share_365d,
    total / nullif(n, 0) / 100 AS income_mean_365d,
    CASE WHEN n >= 3 THEN sqrt(greatest(n * squares - total * total, 0) / (n * (n - 1))) / (total / n) END
        AS income_variation_365d
FROM sums;
