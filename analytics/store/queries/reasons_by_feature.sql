-- Grain: a feature that is among the reasons said of a customer, the one said most often first.
-- Columns: feature, n_customers (of whom it is said), back_share, sign_share (0 to 1, means over them), twin (a feature or
--   NULL).
-- Parameters: $outcome, $most (pushes said of a customer), $least (the least size that is said, log-odds).
WITH said AS (
    SELECT *
    FROM contribution_stability
    WHERE outcome = $outcome
    QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY abs(contribution) DESC, feature) <= $most
)

SELECT
    feature,
    count(*) AS n_customers,
    avg(back_share) AS back_share,
    avg(sign_share) AS sign_share,
    any_value(twin) AS twin
FROM said
WHERE abs(contribution) >= $least
GROUP BY feature
ORDER BY n_customers DESC, feature
