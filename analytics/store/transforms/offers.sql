-- Grain: a row an offer that the bank made to a customer by the as-of day, or held back to compare.
-- Columns: customer_id; offered_at (time, UTC); offer (name); channel; is_control (whether it was held back: the variant is
--   "control"); accepted (0 or 1; nobody knows when); reward (what it brought, as the bank counts it; NULL where unknown).
-- Parameters: $as_of (date, its end included).
CREATE OR REPLACE TABLE built.offers AS
SELECT
    customer_id,
    offered_at,
    offer,
    channel,
    coalesce(lower(variant) = 'control', false) AS is_control,
    accepted::TINYINT AS accepted,
    reward::DOUBLE AS reward
FROM source.contacts
WHERE offered_at < $as_of + 1
ORDER BY customer_id, offered_at, offer, channel;
