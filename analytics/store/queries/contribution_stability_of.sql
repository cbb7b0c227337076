-- Grain: a push of one customer that was followed, the largest first.
-- Columns: feature, contribution, lower, upper (log-odds), sign_share, back_share (0 to 1), twin (a feature or NULL).
-- Parameters: $customer_id, $outcome.
SELECT
    feature,
    contribution,
    lower,
    upper,
    sign_share,
    back_share,
    twin
FROM contribution_stability
WHERE customer_id = $customer_id AND outcome = $outcome
ORDER BY abs(contribution) DESC, feature
