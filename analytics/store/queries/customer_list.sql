-- Grain: an active customer, in the order of population.sql.
-- Columns: customer_id, segment_id (of the finest level), strength (0 to 1), probability, lower, upper (0 to 1), band,
--   tenure_days, days_since_own_act, balance (reporting currency); missing where the data have no such thing.
-- Parameters: $outcome.
-- A name that a table lacks is found in "absent", and is NULL.
SELECT
    f.customer_id,
    m.segment_id,
    m.strength,
    s.probability,
    s.lower,
    s.upper,
    s.band,
    f.tenure_days,
    f.days_since_own_act,
    f.balance
FROM
    (
        SELECT
            NULL::DOUBLE AS tenure_days,
            NULL::DOUBLE AS days_since_own_act,
            NULL::DOUBLE AS balance
    ) AS absent,
    LATERAL (
        SELECT
            features.customer_id,
            tenure_days,
            days_since_own_act,
            balance
        FROM features
    ) AS f
LEFT JOIN membership AS m
    ON f.customer_id = m.customer_id AND m.level = 3
LEFT JOIN scores AS s
    ON f.customer_id = s.customer_id AND s.outcome = $outcome
ORDER BY f.customer_id
