-- Grain: a row a product that is a debt: most of its balances by the global as-of day lie below zero. Temporary.
-- Columns: product.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE debt_products AS
SELECT n.product
FROM acts AS a
JOIN account_numbers AS n USING (account_no)
WHERE n.product IS NOT NULL AND a.balance_cents IS NOT NULL
GROUP BY n.product
HAVING 2 * count(*) FILTER (a.balance_cents < 0) > count(*);
