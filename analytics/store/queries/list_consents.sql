-- Grain: an active customer, sorted by customer_id.
-- Columns: has_consent (whether the latest answer is yes for each of $purposes; whoever never answered has none).
WITH agreed AS (
    SELECT customer_id, count(*) AS n
    FROM consents
    WHERE is_granted AND list_contains($purposes, purpose)
    GROUP BY customer_id
)

SELECT coalesce(a.n, 0) = len($purposes) AS has_consent
FROM features AS f
LEFT JOIN agreed AS a USING (customer_id)
ORDER BY f.customer_id
