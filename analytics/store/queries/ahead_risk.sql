-- Grain: an outcome that may be ahead of some of the chosen customers.
-- Columns: outcome, n_scored (whom it may befall), mean_risk, lower, upper (0 to 1; means of their own and 90% bounds), n_high.
-- Parameters: $everyone (else only $ids count), $ids (customer ids).
SELECT
    outcome,
    count(*) AS n_scored,
    avg(probability) AS mean_risk,
    avg(lower) AS lower,
    avg(upper) AS upper,
    count(*) FILTER (WHERE band = 'high') AS n_high
FROM ahead_scores
WHERE $everyone OR customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id)
GROUP BY outcome
ORDER BY outcome
