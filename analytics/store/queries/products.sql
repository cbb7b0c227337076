-- Grain: a product.
-- Columns: product, n_customers that ever opened it; the most held first.
SELECT
    product,
    count(DISTINCT customer_id) AS n_customers
FROM customer_accounts
WHERE product IS NOT NULL
GROUP BY product
ORDER BY n_customers DESC, product
