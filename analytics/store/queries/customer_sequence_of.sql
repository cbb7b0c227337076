-- Grain: a thing that happened to one customer since a day, in order of time; what happens all the time is left out.
-- Columns: happened_at (UTC); day (days since 1970-01-01); symbol; words; meaning.
-- Parameters: $customer_id; $since (days since 1970-01-01); $most_a_year (rows a customer and year of a symbol).
SELECT
    s.happened_at,
    (s.happened_at::DATE - DATE '1970-01-01')::INTEGER AS day,
    s.symbol,
    a.words,
    a.meaning
FROM sequences AS s
JOIN alphabet AS a USING (symbol)
WHERE s.customer_id = $customer_id AND a.a_year <= $most_a_year AND s.happened_at::DATE - DATE '1970-01-01' >= $since
ORDER BY s.happened_at, s.origin <> 'product' OR NOT starts_with(s.symbol, 'opened_'), s.symbol
