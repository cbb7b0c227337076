-- Grain: an offer that was made or held back, and of which it is on record whether the outcome followed. Of several to
--   one customer before the same date of outcomes only the first: by the others the first had done its work. Temporary.
-- Columns: customer_id; as_of (the day before the offer, its end included: what is known then can't come of the offer);
--   offered_on, followed_on (dates: of the offer, and of the outcome that is looked at); offer; channel; is_offered (false: held
--   back); propensity (chance of what the customer got, NULL where unknown); value (0 or 1: the outcome, or closed before).
-- Parameters: $as_of (date, its end included); $outcome (name); $most_days (from the offer to the date of the outcome);
--   $is_leaving (whether closing is the outcome).
CREATE OR REPLACE TEMP TABLE offer_rows AS
WITH label_days AS (
    SELECT DISTINCT as_of AS followed_on FROM built.labels WHERE outcome = $outcome
),
made AS (
    SELECT
        customer_id,
        offered_at,
        offered_at::DATE AS offered_on,
        offer,
        channel,
        coalesce(lower(variant) <> 'control', true) AS is_offered,
        propensity
    FROM source.contacts
    WHERE offered_at < $as_of + 1
),
dated AS (
    SELECT m.*, d.followed_on
    FROM made AS m
    ASOF JOIN label_days AS d ON m.offered_on <= d.followed_on
    WHERE d.followed_on <= m.offered_on + $most_days::INTEGER
),
followed AS (
    SELECT
        d.*,
        CASE
            WHEN $is_leaving AND c.closed_on > d.offered_on AND c.closed_on <= d.followed_on THEN 1
            ELSE l.value
        END AS value
    FROM dated AS d
    JOIN source.customers AS c USING (customer_id)
    LEFT JOIN built.labels AS l
      ON l.customer_id = d.customer_id
     AND l.as_of = d.followed_on
     AND l.outcome = $outcome
)
SELECT
    customer_id,
    offered_on - 1 AS as_of,
    offered_on,
    followed_on,
    offer,
    channel,
    is_offered,
    propensity,
    value::INTEGER AS value
FROM followed
WHERE value IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY customer_id, followed_on ORDER BY offered_at, offer, channel) = 1;
