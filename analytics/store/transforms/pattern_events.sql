-- Grain: a row a landmark of one outcome and thing that happened to the customer in the window up to its day's end. What
--   happens to everybody all the time makes no pattern and is left out.
-- Columns: row_no; day (days since 1970-01-01); symbol.
-- Parameters: $outcome (name); $window_days; $most_a_year (rows a customer and year of a symbol).
SELECT r.row_no, (s.happened_at::DATE - DATE '1970-01-01')::INTEGER AS day, s.symbol
FROM built.pattern_rows AS r
JOIN built.sequences AS s
  ON s.customer_id = r.customer_id
 AND s.happened_at < r.as_of + 1
 AND s.happened_at >= r.as_of + 1 - $window_days::INTEGER
JOIN built.alphabet AS a USING (symbol)
WHERE r.outcome = $outcome AND a.a_year <= $most_a_year
ORDER BY r.row_no, day, s.symbol;
