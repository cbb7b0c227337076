-- Grain: an active customer, in the order of population.sql.
-- Columns: segment (from 1) of the partition with the number $candidate; 0 where the customer is in none of it.
SELECT coalesce(m.segment, 0)::SMALLINT AS segment
FROM features AS f
LEFT JOIN candidate_membership AS m
    ON f.customer_id = m.customer_id AND m.candidate = $candidate
ORDER BY f.customer_id
