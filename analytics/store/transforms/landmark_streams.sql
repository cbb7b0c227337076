-- Grain: a row a customer with a landmark, and thing that happened to the customer up to the end of the last landmark's day.
-- Columns: first_row (the customer's first row_no among those asked for); at_days (days since 1970-01-01, with a fraction);
--   code (place of the symbol in the alphabet, from 0), in order of customer and time, things of one moment by name.
-- Parameters: $first_row, $last_row (row_no, both included).
WITH asked AS (
    SELECT customer_id, min(row_no) AS first_row, max(as_of) AS last_on
    FROM landmarks
    WHERE row_no BETWEEN $first_row AND $last_row
    GROUP BY customer_id
),
codes AS (
    SELECT symbol, (row_number() OVER (ORDER BY symbol))::INTEGER - 1 AS code
    FROM built.alphabet
)
SELECT a.first_row, epoch(s.happened_at) / 86400.0 AS at_days, c.code
FROM asked AS a
JOIN built.sequences AS s
  ON s.customer_id = a.customer_id
 AND s.happened_at < a.last_on + 1
JOIN codes AS c USING (symbol)
ORDER BY a.first_row, s.happened_at, c.code;
