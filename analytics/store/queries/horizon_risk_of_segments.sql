-- Grain: a segment of $level and a horizon for which the outcome has risks.
-- Columns: segment_id, horizon_days, mean_risk, lower, upper (0 to 1; means of the customers' own risk and 90% bounds).
-- Parameters: $outcome, $level, $everyone (else only $ids count), $ids (customer ids).
SELECT
    m.segment_id,
    r.horizon_days,
    avg(r.probability) AS mean_risk,
    avg(r.lower) AS lower,
    avg(r.upper) AS upper
FROM membership AS m
JOIN risk_horizons AS r
    ON m.customer_id = r.customer_id AND r.outcome = $outcome
WHERE
    m.level = $level
    AND ($everyone OR m.customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id))
GROUP BY m.segment_id, r.horizon_days
ORDER BY m.segment_id, r.horizon_days
