-- Grain: one customer; no row where they were not looked at.
-- Columns: stability (0 to 1; NULL where nothing is said), is_stable (0 or 1), n_reasons.
-- Parameters: $customer_id, $outcome.
SELECT
    stability,
    is_stable,
    n_reasons
FROM explanation_stability
WHERE customer_id = $customer_id AND outcome = $outcome
