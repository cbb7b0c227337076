-- Grain: a whole month that ended on or before the as-of day; the last 25 of them.
-- Columns: month (its first day), n_active (customers with at least one act of their own in it).
-- Parameters: $as_of (a day), $everyone (else only $ids count), $ids (customer ids).
SELECT
    month,
    count(DISTINCT customer_id) FILTER (WHERE n_own_acts > 0) AS n_active
FROM customer_months
WHERE
    month + INTERVAL 1 MONTH <= CAST($as_of AS DATE) + INTERVAL 1 DAY
    AND month >= date_trunc('month', CAST($as_of AS DATE)) - INTERVAL 25 MONTH
    AND ($everyone OR customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id))
GROUP BY month
ORDER BY month
