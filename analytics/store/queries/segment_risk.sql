-- Grain: a segment of $level that has a chosen customer.
-- Columns: segment_id, n_customers, n_scored, mean_risk, lower, upper (0 to 1; means of the customers' own risk and
--   90% bounds, so that the interval keeps what the model does not know), n_high.
-- Parameters: $outcome, $level, $everyone (else only $ids count), $ids (customer ids).
SELECT
    m.segment_id,
    count(*) AS n_customers,
    count(s.probability) AS n_scored,
    avg(s.probability) AS mean_risk,
    avg(s.lower) AS lower,
    avg(s.upper) AS upper,
    count(*) FILTER (WHERE s.band = 'high') AS n_high
FROM membership AS m
LEFT JOIN scores AS s
    ON m.customer_id = s.customer_id AND s.outcome = $outcome
WHERE
    m.level = $level
    AND ($everyone OR m.customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id))
GROUP BY m.segment_id
ORDER BY n_customers DESC, m.segment_id
