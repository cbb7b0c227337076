-- Grain: a row a customer and day on which they did something of their own by the as-of day.
-- Columns: customer_id; day (days since 1970-01-01); spent (what went out by it, in the store's currency).
-- Parameters: $as_of (date), the global as-of day.
SELECT
    t.customer_id,
    (t.booked_at::DATE - DATE '1970-01-01')::INTEGER AS day,
    greatest(-sum(t.amount), 0)::DOUBLE AS spent
FROM source.transactions AS t
WHERE t.is_own_act AND t.in_currency AND t.booked_at < $as_of + 1
GROUP BY t.customer_id, t.booked_at::DATE
ORDER BY t.customer_id, day;
