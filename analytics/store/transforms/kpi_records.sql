-- Grain: one row: how far the records let anybody be seen to come, stay, act or leave.
-- Columns: first_on (date of the first booking; NULL without any); n_closed, n_joined (customers who closed, and opened, since then
--   and by the as-of day); has_own_acts (whether any transaction is a customer's own act); has_wages (whether a category
--   names wages, and one came in).
-- Parameters: $as_of (date), the global as-of day.
WITH records AS (
    SELECT min(booked_at)::DATE AS first_on FROM source.transactions WHERE booked_at < $as_of + 1
)
SELECT
    (SELECT first_on FROM records) AS first_on,
    count(*) FILTER (c.closed_on BETWEEN r.first_on AND $as_of) AS n_closed,
    count(*) FILTER (c.opened_on BETWEEN r.first_on AND $as_of) AS n_joined,
    (SELECT coalesce(bool_or(n_own_acts > 0), false) FROM built.customer_months) AS has_own_acts,
    (SELECT coalesce(bool_or(has_wage), false) FROM built.customer_months) AS has_wages
FROM source.customers AS c
CROSS JOIN records AS r;
