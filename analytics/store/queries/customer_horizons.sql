-- Grain: an outcome and horizon for which the customer has a risk.
-- Columns: outcome, horizon_days, probability, lower, upper (0 to 1).
-- Parameters: $customer_id.
SELECT
    outcome,
    horizon_days,
    probability,
    lower,
    upper
FROM risk_horizons
WHERE customer_id = $customer_id
ORDER BY outcome, horizon_days
