-- Grain: a row a customer and purpose that they answered by the as-of day: the latest answer; of two at one time the no.
-- Columns: customer_id; purpose (name); is_granted; changed_at (time, UTC).
-- Parameters: $as_of (date, its end included).
CREATE OR REPLACE TABLE built.consents AS
SELECT
    customer_id,
    purpose,
    granted = 1 AS is_granted,
    changed_at
FROM source.consents
WHERE changed_at < $as_of + 1
QUALIFY row_number() OVER (PARTITION BY customer_id, purpose ORDER BY changed_at DESC, granted) = 1
ORDER BY customer_id, purpose;
