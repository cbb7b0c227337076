-- Grain: a stretch of days of a customer on which an alarm before an outcome can be raised: the customer is here, the
--   records have begun, and the outcome is not known to have come. All stretches of a customer follow one another without
--   a gap. Of what was recorded or derived (labels), an alarm is answered on the next recorded day of the customer, if that
--   lies within the horizon (within one and a half where an earlier day of the customer was answered): nobody knows on which
--   day it came, only that it was after that one, so that no alarm is judged by what may have come before it. Of openings
--   of an account every day is answered by the horizon after it.
-- Columns: customer_no (0, 1, … in order of id, of all customers who ever were); first_day, last_day (days since
--   1970-01-01, both included); state (1: the outcome followed an alarm on any of these days; 0: it did not; -1: not known
--   yet; -2: never to be known, since the customer has no answer then); outcome_day (the day on which it followed, where
--   that is known: of openings, and of churn where the customer closed within the horizon; else NULL); is_case (whether it
--   followed, and the last day is the last on which an alarm could have come before it: days whose answer is not known
--   yet cut a stretch short).
-- Parameters: $outcome (name); $as_of (date); $horizon_days (of the outcome); $judged_until (days since 1970-01-01).
WITH numbers AS (
    SELECT customer_id, opened_on, closed_on, (row_number() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer_no
    FROM /* room */customers
),
records AS (
    SELECT min(happened_at)::DATE AS began_on FROM /* room */sequences WHERE origin <> 'product'
),
openings AS (
    SELECT customer_id, min(happened_at)::DATE AS opened_on
    FROM /* room */sequences
    WHERE symbol = $outcome AND origin = 'product' AND symbol LIKE 'opened\_%' ESCAPE '\'
    GROUP BY customer_id
),
labelled AS (
    SELECT
        customer_id,
        as_of,
        value,
        lag(as_of) OVER by_day AS before_on,
        lead(as_of) OVER by_day IS NULL AS is_last,
        coalesce(sum(value) OVER (by_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS n_before
    FROM /* room */labels
    WHERE outcome = $outcome
    WINDOW by_day AS (PARTITION BY customer_id ORDER BY as_of)
),
is_recorded AS (
    SELECT EXISTS (FROM labelled) AS recorded
),
here AS (
    SELECT
        n.customer_no,
        n.customer_id,
        n.closed_on,
        greatest(coalesce(n.opened_on, r.began_on), r.began_on) AS first_on,
        least(coalesce(n.closed_on - 1, $as_of::DATE), $as_of::DATE) AS last_on
    FROM numbers AS n
    CROSS JOIN records AS r
),
answered AS (
    SELECT
        h.*,
        l.as_of,
        l.value,
        l.is_last,
        coalesce(l.before_on + 1, h.first_on) AS since_on,
        CASE
            WHEN l.as_of - l.before_on <= 1.5 * $horizon_days THEN l.before_on + 1
            ELSE l.as_of - $horizon_days::INTEGER + 1
        END AS answered_from
    FROM here AS h
    JOIN labelled AS l USING (customer_id)
    WHERE l.n_before = 0
),
of_recorded AS (
    SELECT
        customer_no,
        greatest(first_on, answered_from) AS first_on,
        least(as_of, last_on) AS last_on,
        value::TINYINT AS state,
        CASE
            WHEN value = 1 AND $outcome = 'churn' AND closed_on BETWEEN as_of + 1 AND as_of + $horizon_days::INTEGER
            THEN closed_on
        END AS outcome_on,
        value = 1 AS is_case
    FROM answered
    UNION ALL
    SELECT customer_no, greatest(first_on, since_on), least(answered_from - 1, last_on), -2, NULL, false
    FROM answered
    UNION ALL
    -- Between a customer's last answer and the last day that anybody's answer is known of there is none; after it, not yet.
    SELECT
        customer_no,
        greatest(first_on, as_of + 1),
        least(last_on, DATE '1970-01-01' + $judged_until::INTEGER),
        -2,
        NULL,
        false
    FROM answered
    WHERE is_last AND value = 0
    UNION ALL
    SELECT
        customer_no,
        greatest(first_on, as_of + 1, DATE '1970-01-01' + $judged_until::INTEGER + 1),
        last_on,
        -1,
        NULL,
        false
    FROM answered
    WHERE is_last AND value = 0
    UNION ALL
    SELECT customer_no, first_on, last_on, -2, NULL, false
    FROM here
    ANTI JOIN labelled USING (customer_id)
),
until_opened AS (
    SELECT h.customer_no, h.first_on, least(h.last_on, coalesce(o.opened_on - 1, h.last_on)) AS last_on, o.opened_on
    FROM here AS h
    LEFT JOIN openings AS o USING (customer_id)
    WHERE EXISTS (FROM openings)
),
of_openings AS (
    SELECT
        customer_no,
        first_on,
        least(
            last_on,
            $as_of::DATE - $horizon_days::INTEGER,
            coalesce(opened_on - $horizon_days::INTEGER - 1, last_on)
        ) AS last_on,
        0::TINYINT AS state,
        NULL::DATE AS outcome_on,
        false AS is_case
    FROM until_opened
    UNION ALL
    SELECT
        customer_no,
        greatest(first_on, opened_on - $horizon_days::INTEGER),
        least(last_on, $as_of::DATE - $horizon_days::INTEGER),
        1,
        opened_on,
        opened_on - 1 <= $as_of::DATE - $horizon_days::INTEGER
    FROM until_opened
    WHERE opened_on IS NOT NULL
    UNION ALL
    SELECT customer_no, greatest(first_on, $as_of::DATE - $horizon_days::INTEGER + 1), last_on, -1, NULL, false
    FROM until_opened
),
every_one AS (
    SELECT o.* FROM of_recorded AS o CROSS JOIN is_recorded WHERE recorded
    UNION ALL
    SELECT o.* FROM of_openings AS o CROSS JOIN is_recorded WHERE NOT recorded
)
SELECT
    customer_no,
    (first_on - DATE '1970-01-01')::INTEGER AS first_day,
    (last_on - DATE '1970-01-01')::INTEGER AS last_day,
    state::TINYINT AS state,
    (outcome_on - DATE '1970-01-01')::INTEGER AS outcome_day,
    is_case
FROM every_one
WHERE first_on <= last_on
ORDER BY customer_no, first_day
