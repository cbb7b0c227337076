-- Grain: an active customer, sorted by customer_id.
-- Columns: the one feature named $feature, under its own name.
SELECT COLUMNS(LAMBDA c: c = $feature)
FROM features
ORDER BY customer_id
