-- Grain: a row a customer and calendar month with transactions. Temporary. The month's main income is its largest
-- single wage (by category), or, where no category names wages, its largest single inflow.
-- Columns: customer_no; month (years times 12 plus months); income_cents, income_day (day of the month; the earliest
--   where equal); NULL without income; has_standing (whether a standing order was carried out).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE income_months AS
WITH dated AS (
    SELECT
        customer_no,
        DATE '1970-01-01' + day AS date,
        cents,
        is_inflow AND cents > 0 AND (is_wage OR NOT EXISTS (SELECT 1 FROM items WHERE is_wage)) AS is_income,
        is_standing
    FROM acts
),
ranked AS (
    SELECT
        customer_no,
        (year(date) * 12 + month(date))::INTEGER AS month,
        -- One number that orders by amount first and the earlier day second.
        max(CASE WHEN is_income THEN cents * 32 + 31 - day(date) END) AS best,
        bool_or(is_standing) AS has_standing
    FROM dated
    GROUP BY ALL
)
SELECT customer_no, month, best // 32 AS income_cents, (31 - best % 32)::INTEGER AS income_day, has_standing
FROM ranked;
