-- Grain: one row: whether customers buy now and then, and never close.
-- Columns: n_closed (customers who ever closed); acts_a_year (own acts a customer and year since the first of anybody, the median
--   of those who have any; NULL where nobody has).
-- Parameters: $as_of (date), the global as-of day.
WITH own AS (
    SELECT customer_id, sum(n_own_acts) AS n_acts
    FROM built.customer_months
    GROUP BY customer_id
    HAVING sum(n_own_acts) > 0
),
span AS (
    SELECT greatest(date_diff('day', min(month), $as_of::DATE), 1) / 365.0 AS years FROM built.customer_months WHERE n_own_acts > 0
)
SELECT
    (SELECT count(*) FROM source.customers WHERE closed_on <= $as_of) AS n_closed,
    (SELECT median(n_acts) FROM own) / (SELECT years FROM span) AS acts_a_year;
