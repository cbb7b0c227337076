-- Grain: one row.
-- Columns: horizon_days (how soon after a day the outcome follows: as the bank or its definition says; where nobody says,
--   the usual distance of a customer's recorded days; else the one that openings have); judged_until (days since 1970-01-01:
--   the last day of which it can be known whether the outcome followed; NULL where there is no outcome of this name).
-- Parameters: $outcome (name); $as_of (date); $horizon_days (of openings).
WITH recorded AS (
    SELECT as_of, as_of - lag(as_of) OVER (PARTITION BY customer_id ORDER BY as_of) AS gap_days
    FROM /* room */labels
    WHERE outcome = $outcome
),
openings AS (
    SELECT 1 AS found
    FROM /* room */sequences
    WHERE symbol = $outcome AND origin = 'product' AND symbol LIKE 'opened\_%' ESCAPE '\'
    LIMIT 1
)
SELECT
    coalesce(
        (SELECT any_value(horizon_days) FROM /* room */outcome_facts WHERE outcome = $outcome),
        (SELECT quantile_disc(gap_days, 0.5) FROM recorded),
        $horizon_days
    )::INTEGER AS horizon_days,
    coalesce(
        (SELECT max(as_of) FROM recorded),
        (SELECT $as_of::DATE - $horizon_days::INTEGER FROM openings)
    ) - DATE '1970-01-01' AS judged_until
