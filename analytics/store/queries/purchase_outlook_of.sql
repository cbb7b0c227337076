-- Grain: at most one row: whether a customer still buys.
-- Columns: n_repeats, last_on, chance_active, purchases_ahead, value_ahead.
-- Parameters: $customer_id.
SELECT n_repeats, last_on, chance_active, purchases_ahead, value_ahead
FROM purchase_outlook
WHERE customer_id = $customer_id
