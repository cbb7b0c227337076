-- Grain: a feature of one customer, the largest push first; the base among them as '(base)'.
-- Columns: feature, feature_value (text), contribution (log-odds), description, unit, actionable_by.
-- Parameters: $customer_id, $outcome.
SELECT
    a.feature,
    a.feature_value,
    a.contribution,
    c.description,
    c.unit,
    c.actionable_by
FROM attributions AS a
LEFT JOIN feature_catalog AS c USING (feature)
WHERE a.customer_id = $customer_id AND a.outcome = $outcome
ORDER BY abs(a.contribution) DESC, a.feature
