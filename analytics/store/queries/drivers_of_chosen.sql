-- Grain: a feature, the strongest among the chosen customers first.
-- Columns: feature, mean_abs_contribution, lower, upper (log-odds; 90% interval of the mean over customers), direction
--   (as for all customers), n (customers).
-- Parameters: $outcome, $ids (customer ids).
-- Rounded: threads add up in any order, and two servers shall tell the same.
WITH pushes AS (
    SELECT
        feature,
        round(avg(abs(contribution)), 12) AS middle,
        round(1.645 * coalesce(stddev_samp(abs(contribution)), 0) / sqrt(count(*)), 12) AS reach,
        count(*) AS n
    FROM attributions
    WHERE
        outcome = $outcome
        AND feature <> '(base)'
        AND customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id)
    GROUP BY feature
)

SELECT
    p.feature,
    p.middle AS mean_abs_contribution,
    greatest(p.middle - p.reach, 0) AS lower,
    p.middle + p.reach AS upper,
    d.direction,
    p.n
FROM pushes AS p
LEFT JOIN drivers AS d
    ON p.feature = d.feature AND d.outcome = $outcome AND d.segment_id IS NULL
ORDER BY p.middle DESC, p.feature
