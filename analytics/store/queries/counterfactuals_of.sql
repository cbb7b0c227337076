-- Grain: a feature that an option changes, of one customer and outcome; options in order, what is acted on first.
-- Columns: option, lever, role ('acted_on', 'follows'), actor, feature, from_value, to_value (text), description, unit,
--   probability_before, probability_after, threshold, plausibility (0-1), effort, n_similar, n_did.
-- Parameters: $customer_id, $outcome.
SELECT
    f.option,
    f.lever,
    f.role,
    f.actor,
    f.feature,
    f.from_value,
    f.to_value,
    c.description,
    c.unit,
    f.probability_before,
    f.probability_after,
    f.threshold,
    f.plausibility,
    f.effort,
    f.n_similar,
    f.n_did
FROM counterfactuals AS f
LEFT JOIN feature_catalog AS c USING (feature)
WHERE f.customer_id = $customer_id AND f.outcome = $outcome
ORDER BY f.option, f.role, f.lever, f.feature
