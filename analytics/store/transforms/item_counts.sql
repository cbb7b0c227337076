-- Grain: a row a kind of item and value that occurs up to the global as-of day. Temporary.
-- Columns: kind ('category', 'channel', 'event', 'product'); value (text); n_rows; is_income (of a category: whether
--   most of its rows are money in).
-- Parameters: $as_of (date), the global as-of day.
CREATE OR REPLACE TEMP TABLE item_counts AS
SELECT 'category' AS kind, category AS value, count(*) AS n_rows, 2 * count(*) FILTER (is_inflow) > count(*) AS is_income
FROM source.transactions
WHERE in_currency AND booked_at < $as_of + 1 AND category IS NOT NULL
GROUP BY category
UNION ALL
SELECT 'channel', channel, count(*), false
FROM source.transactions
WHERE in_currency AND booked_at < $as_of + 1 AND channel IS NOT NULL AND is_own_act
GROUP BY channel
UNION ALL
SELECT 'event', event_type, count(*), false
FROM source.events
WHERE occurred_at < $as_of + 1 AND event_type IS NOT NULL
GROUP BY event_type
UNION ALL
SELECT 'product', product, count(*), false
FROM source.accounts
WHERE opened_on <= $as_of AND product IS NOT NULL
GROUP BY product;
