-- Grain: an active customer, sorted by customer_id.
-- Columns: uplift (by how much an offer would lower the probability of $outcome), uplift_lower, uplift_upper (90 %
--   interval); NULL where that is not known.
SELECT
    u.effect AS uplift,
    u.lower AS uplift_lower,
    u.upper AS uplift_upper
FROM features AS f
LEFT JOIN uplift AS u
    ON f.customer_id = u.customer_id AND u.outcome = $outcome
ORDER BY f.customer_id
