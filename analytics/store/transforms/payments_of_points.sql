-- Grain: a row a customer and as-of date of built.points with at least one such transaction.
-- Columns: customer_id; as_of (date, its end included); n (transactions, UTC days, nothing after as_of).
-- Parameters: $counterparties, $categories, $channels (texts; empty: any); $first_days, $last_days (days, in pairs, both
--   included; empty: any); $within_days (whole number, or NULL); $min_amount, $max_amount (signed, in the store's
--   currency, both included; NULL: any).
WITH ranges AS (
    SELECT unnest($first_days::DATE []) AS first_day, unnest($last_days::DATE []) AS last_day
),
chosen AS (
    SELECT t.customer_id, t.booked_at::DATE AS day
    FROM source.transactions AS t
    WHERE (len($counterparties::VARCHAR []) = 0 OR list_contains($counterparties::VARCHAR [], t.counterparty))
      AND (len($categories::VARCHAR []) = 0 OR list_contains($categories::VARCHAR [], t.category))
      AND (len($channels::VARCHAR []) = 0 OR list_contains($channels::VARCHAR [], t.channel))
      AND ($min_amount::DOUBLE IS NULL OR (t.in_currency AND t.amount >= $min_amount::DOUBLE))
      AND ($max_amount::DOUBLE IS NULL OR (t.in_currency AND t.amount <= $max_amount::DOUBLE))
),
dated AS (
    SELECT customer_id, day
    FROM chosen
    WHERE len($first_days::DATE []) = 0
       OR EXISTS (SELECT 1 FROM ranges WHERE chosen.day BETWEEN ranges.first_day AND ranges.last_day)
)
SELECT p.customer_id, p.as_of, count(*) AS n
FROM (SELECT DISTINCT customer_id, as_of FROM built.points) AS p
JOIN dated AS d ON d.customer_id = p.customer_id AND d.day <= p.as_of
WHERE $within_days::INTEGER IS NULL OR p.as_of - d.day < $within_days::INTEGER
GROUP BY p.customer_id, p.as_of
ORDER BY p.customer_id, p.as_of;
