-- Grain: a row a customer and day with a transaction or a change of balance. Temporary. Every column adds up what
-- happened to the end of that day, so that any date is answered by the last row on or before it.
-- Columns: customer_no; day (days since 1970-01-01); first_day, last_day, last_own_day, last_inflow_day (of a
--   transaction, an own act, an inflow); n_own_days (days with an own act); own_gap (days since the own act before
--   this day's; NULL where none); n_gaps, gap_sum, gap_square_sum (over own_gap, days); balance (cents, end of day);
--   balance_sum (cents times days: end-of-day balances of all days before this one), overdrawn_days (days before
--   this one that ended below zero).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE customer_days AS
WITH happenings AS (
    SELECT customer_no, day, true AS is_booked, bool_or(is_own) AS is_own, bool_or(is_inflow) AS is_inflow, 0 AS change_cents
    FROM acts
    GROUP BY customer_no, day
    UNION ALL
    SELECT customer_no, day, false, false, false, change_cents FROM balance_changes
),
days AS (
    SELECT
        customer_no,
        day,
        bool_or(is_booked) AS is_booked,
        bool_or(is_own) AS is_own,
        bool_or(is_inflow) AS is_inflow,
        sum(change_cents)::BIGINT AS change_cents
    FROM happenings
    GROUP BY customer_no, day
),
running AS (
    SELECT
        customer_no,
        day,
        is_own,
        min(CASE WHEN is_booked THEN day END) OVER so_far AS first_day,
        max(CASE WHEN is_booked THEN day END) OVER so_far AS last_day,
        max(CASE WHEN is_own THEN day END) OVER so_far AS last_own_day,
        max(CASE WHEN is_inflow THEN day END) OVER so_far AS last_inflow_day,
        max(CASE WHEN is_own THEN day END) OVER before AS previous_own_day,
        count(CASE WHEN is_own THEN 1 END) OVER so_far AS n_own_days,
        (sum(change_cents) OVER so_far)::BIGINT AS balance,
        lag(day) OVER in_order AS previous_day
    FROM days
    WINDOW
        in_order AS (PARTITION BY customer_no ORDER BY day),
        so_far AS (PARTITION BY customer_no ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
        before AS (PARTITION BY customer_no ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
stretches AS (
    SELECT
        *,
        CASE WHEN is_own THEN day - previous_own_day END AS own_gap,
        day - previous_day AS stretch_days,
        lag(balance) OVER (PARTITION BY customer_no ORDER BY day) AS previous_balance
    FROM running
)
SELECT
    customer_no,
    day,
    first_day,
    last_day,
    last_own_day,
    last_inflow_day,
    n_own_days,
    own_gap,
    count(own_gap) OVER so_far AS n_gaps,
    coalesce(sum(own_gap) OVER so_far, 0)::BIGINT AS gap_sum,
    coalesce(sum(own_gap::BIGINT * own_gap) OVER so_far, 0)::BIGINT AS gap_square_sum,
    balance,
    coalesce(sum(stretch_days::HUGEINT * previous_balance) OVER so_far, 0) AS balance_sum,
    coalesce(sum(CASE WHEN previous_balance < 0 THEN stretch_days END) OVER so_far, 0)::BIGINT AS overdrawn_days
FROM stretches
WINDOW so_far AS (PARTITION BY customer_no ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);
