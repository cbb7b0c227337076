-- Grain: an active customer, sorted by customer_id.
-- Columns: effect (by how much an offer would lower the probability of $outcome; NULL where that is not known).
SELECT u.effect
FROM features AS f
LEFT JOIN uplift AS u
    ON f.customer_id = u.customer_id AND u.outcome = $outcome
ORDER BY f.customer_id
