-- Grain: an active customer, sorted by customer_id.
-- Columns: holds (whether the customer has an open account of $product on the as-of day).
SELECT
    f.customer_id IN (
        SELECT a.customer_id
        FROM customer_accounts AS a
        INNER JOIN points AS p
            ON a.customer_id = p.customer_id AND p.role = 'describe'
        WHERE a.product = $product AND a.opened_on <= p.as_of AND (a.closed_on IS NULL OR a.closed_on > p.as_of)
    ) AS holds
FROM features AS f
ORDER BY f.customer_id
