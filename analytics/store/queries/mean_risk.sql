-- Grain: one row.
-- Columns: n_scored, mean_risk, lower, upper (0 to 1; means of the customers' own risk and 90% bounds), n_high.
-- Parameters: $outcome, $everyone (else only $ids count), $ids (customer ids).
SELECT
    count(*) AS n_scored,
    avg(probability) AS mean_risk,
    avg(lower) AS lower,
    avg(upper) AS upper,
    count(*) FILTER (WHERE band = 'high') AS n_high
FROM scores
WHERE
    outcome = $outcome
    AND ($everyone OR customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id))
