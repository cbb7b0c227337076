-- Grain: a row a customer and as-of date of built.points and counterparty among the most frequent ones.
-- Columns: customer_id; as_of (date, its end included); counterparty; n (transactions of the last 365 days).
-- Parameters: $most_counterparties (whole number), $as_of (date): those with the most customers by that day.
WITH known AS (
    SELECT counterparty
    FROM source.transactions
    WHERE counterparty IS NOT NULL AND booked_at < $as_of::DATE + 1
    GROUP BY counterparty
    ORDER BY count(DISTINCT customer_id) DESC, counterparty
    LIMIT $most_counterparties
)
SELECT p.customer_id, p.as_of, t.counterparty, count(*) AS n
FROM (SELECT DISTINCT customer_id, as_of FROM built.points) AS p
JOIN source.transactions AS t
  ON t.customer_id = p.customer_id AND t.booked_at < p.as_of + 1 AND t.booked_at >= p.as_of - 364
JOIN known USING (counterparty)
GROUP BY ALL
ORDER BY ALL;
