-- Grain: an active customer, sorted by customer_id.
-- Columns: probability, lower, upper (0 to 1), band, for $outcome; NULL where it has no model.
SELECT
    s.probability,
    s.lower,
    s.upper,
    s.band
FROM features AS f
LEFT JOIN scores AS s
    ON f.customer_id = s.customer_id AND s.outcome = $outcome
ORDER BY f.customer_id
