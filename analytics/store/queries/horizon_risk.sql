-- Grain: a horizon for which the outcome has risks.
-- Columns: horizon_days, n_scored, mean_risk, lower, upper (0 to 1; means of the customers' own risk and 90% bounds).
-- Parameters: $outcome, $everyone (else only $ids count), $ids (customer ids).
SELECT
    horizon_days,
    count(*) AS n_scored,
    avg(probability) AS mean_risk,
    avg(lower) AS lower,
    avg(upper) AS upper
FROM risk_horizons
WHERE
    outcome = $outcome
    AND ($everyone OR customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id))
GROUP BY horizon_days
ORDER BY horizon_days
