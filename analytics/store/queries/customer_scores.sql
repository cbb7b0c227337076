-- Grain: an outcome for which the customer has a risk.
-- Columns: outcome, as_of, probability, lower, upper (0 to 1), band, model_id, split, and in snapshots from this version on
--   prediction_set.
-- Parameters: $customer_id.
SELECT * EXCLUDE (customer_id)
FROM scores
WHERE customer_id = $customer_id
ORDER BY outcome
