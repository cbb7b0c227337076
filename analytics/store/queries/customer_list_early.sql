-- Grain: an active customer, in the order of population.sql.
-- Columns: customer_id, segment_id (of the finest level), strength (0 to 1), probability, lower, upper (0 to 1), band,
--   tenure_days, days_since_own_act, balance (reporting currency); missing where the data have no such thing.
-- Parameters: none. For a snapshot that has no segments or no risk yet: they are missing.
-- A name that a table lacks is found in "absent", and is NULL.
SELECT
    f.customer_id,
    NULL::VARCHAR AS segment_id,
    NULL::DOUBLE AS strength,
    NULL::DOUBLE AS probability,
    NULL::DOUBLE AS lower,
    NULL::DOUBLE AS upper,
    NULL::VARCHAR AS band,
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
ORDER BY f.customer_id
