-- Grain: an outcome for which the customer has a risk.
-- Columns: outcome, as_of, probability, lower, upper (0 to 1), band, model_id, split.
-- Parameters: $customer_id.
SELECT
    outcome,
    as_of,
    probability,
    lower,
    upper,
    band,
    model_id,
    split
FROM scores
WHERE customer_id = $customer_id
ORDER BY outcome
