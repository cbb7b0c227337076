-- Grain: a customer at high or medium risk of an outcome for whom changes were looked for; at most one row.
-- Columns: band, probability_before, threshold, lowest_alone (missing where no lever applies), n_levers, n_options.
-- Parameters: $customer_id, $outcome.
SELECT band, probability_before, threshold, lowest_alone, n_levers, n_options
FROM counterfactual_search
WHERE customer_id = $customer_id AND outcome = $outcome
