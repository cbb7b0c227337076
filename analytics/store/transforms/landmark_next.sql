-- Grain: a row a landmark and thing that happened to the customer within the horizon after its day.
-- Columns: row_no; symbol.
-- Parameters: none.
SELECT DISTINCT l.row_no, s.symbol
FROM landmarks AS l
JOIN built.sequences AS s
  ON s.customer_id = l.customer_id
 AND s.happened_at >= l.as_of + 1
 AND s.happened_at < l.as_of + 1 + l.horizon_days
ORDER BY l.row_no, s.symbol;
