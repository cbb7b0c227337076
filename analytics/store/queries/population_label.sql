-- Grain: an active customer, in the order of population.sql.
-- Columns: value (0 or 1) of the latest known outcome of this name; -1 where none is known.
WITH latest AS (
    SELECT
        customer_id,
        arg_max(value, as_of) AS value
    FROM labels
    WHERE outcome = $outcome
    GROUP BY customer_id
)

SELECT coalesce(l.value, -1)::SMALLINT AS value
FROM features AS f
LEFT JOIN latest AS l USING (customer_id)
ORDER BY f.customer_id
