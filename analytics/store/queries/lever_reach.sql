-- Grain: a lever, the one that is enough for most of the chosen customers first.
-- Columns: lever; n_searched (chosen customers at high or medium risk who were looked at); n_moved (those whose features
--   the lever changes, near real customers); n_enough (those whom it alone takes below their band); mean_drop (mean of
--   the risk less the lowest that the lever gives, 0-1, over those moved; below 0 where it goes up).
-- Parameters: $outcome, $everyone (true: all customers), $ids (customer ids).
WITH searched AS (
    SELECT customer_id, probability_before
    FROM counterfactual_search
    WHERE
        outcome = $outcome
        AND ($everyone OR customer_id IN (SELECT unnest(CAST($ids AS VARCHAR [])) AS customer_id))
)

SELECT
    r.lever,
    (SELECT count(*) FROM searched) AS n_searched,
    count(*) AS n_moved,
    sum(r.is_enough) AS n_enough,
    avg(s.probability_before - r.probability_after) AS mean_drop
FROM counterfactual_reach AS r
JOIN searched AS s USING (customer_id)
WHERE r.outcome = $outcome
GROUP BY r.lever
ORDER BY n_enough DESC, mean_drop DESC, r.lever
