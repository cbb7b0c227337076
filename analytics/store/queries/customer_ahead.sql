-- Grain: what may be ahead of the customer, in the order of screens.
-- Columns: outcome, probability, lower, upper (0 to 1; NULL where it can't befall them), band, why_not (NULL with a model).
-- Parameters: $customer_id.
SELECT
    f.outcome,
    s.probability,
    s.lower,
    s.upper,
    s.band,
    f.why_not
FROM ahead_facts AS f
LEFT JOIN ahead_scores AS s
    ON f.outcome = s.outcome AND s.customer_id = $customer_id
ORDER BY f.position
