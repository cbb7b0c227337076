-- Grain: one row: what the transactions up to the as-of day say about how far churn can be derived.
-- Columns: first_on, last_on (dates of the first and last booking; NULL without any); n_own_acts (transactions that
--   are the customer's own acts); n_open (customers open at the as-of day who have transactions);
--   n_stopped (of these, those whose last booking lies 90 days or more before the last booking of all).
-- Parameters: $as_of (date), the global as-of day.
WITH histories AS (
    SELECT
        customer_id,
        min(booked_at)::DATE AS first_on,
        max(booked_at)::DATE AS last_on,
        count(*) FILTER (is_own_act) AS n_own_acts
    FROM source.transactions
    WHERE booked_at < $as_of + 1
    GROUP BY customer_id
),
whole AS (
    SELECT min(first_on) AS first_on, max(last_on) AS last_on, sum(n_own_acts)::BIGINT AS n_own_acts FROM histories
)
SELECT
    w.first_on,
    w.last_on,
    coalesce(w.n_own_acts, 0) AS n_own_acts,
    count(h.customer_id) AS n_open,
    count(h.customer_id) FILTER (h.last_on <= w.last_on - 90) AS n_stopped
FROM whole AS w
LEFT JOIN (
    SELECT h.customer_id, h.last_on
    FROM histories AS h
    JOIN customer_spans AS s USING (customer_id)
    WHERE s.closed_on IS NULL OR s.closed_on > $as_of
) AS h ON true
GROUP BY ALL;
