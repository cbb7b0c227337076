-- Grain: a month of joining and a set of products.
-- Columns: cohort (2024-03), products (list, sorted), n (customers who hold them now, or held them on the day they left).
-- Parameters: $as_of (date).
WITH
-- include cohorts_joined

held AS (
    SELECT p.customer_id, list_sort(list(DISTINCT a.product)) AS products
    FROM people AS p
    JOIN customer_accounts AS a USING (customer_id)
    WHERE a.closed_on IS NULL OR a.closed_on >= p.left_on
    GROUP BY p.customer_id
)

SELECT strftime(p.month, '%Y-%m') AS cohort, coalesce(h.products, []) AS products, count(*)::BIGINT AS n
FROM people AS p
LEFT JOIN held AS h USING (customer_id)
GROUP BY ALL
ORDER BY ALL
