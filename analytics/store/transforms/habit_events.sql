-- Grain: a row a customer who is here on the as-of day and thing that happened to them in the days up to its end. What happens
--   to everybody all the time makes no pattern and is left out.
-- Columns: row_no (0, 1, … in order of id, of all who are here); day (days since 1970-01-01); symbol;
--   n_here (how many are here, in every row).
-- Parameters: $as_of (date); $habit_days; $most_a_year (rows a customer and year of a symbol).
WITH here AS (
    SELECT customer_id, row_number() OVER (ORDER BY customer_id)::INTEGER - 1 AS row_no
    FROM source.customers
    WHERE (opened_on IS NULL OR opened_on <= $as_of) AND (closed_on IS NULL OR closed_on > $as_of)
)
SELECT
    h.row_no,
    (s.happened_at::DATE - DATE '1970-01-01')::INTEGER AS day,
    s.symbol,
    (SELECT count(*) FROM here) AS n_here
FROM here AS h
JOIN built.sequences AS s USING (customer_id)
JOIN built.alphabet AS a USING (symbol)
WHERE a.a_year <= $most_a_year
  AND s.happened_at < $as_of + 1
  AND s.happened_at >= $as_of + 1 - $habit_days::INTEGER
ORDER BY h.row_no, day, s.symbol;
