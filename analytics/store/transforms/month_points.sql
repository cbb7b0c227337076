-- Grain: a row a customer and day among some, for those who were here at the end of that day. Temporary.
-- Columns: customer_id; as_of (date, its end included).
-- Parameters: $first_day, $last_day (dates): the days of past_days from and to which, both included.
CREATE OR REPLACE TEMP TABLE wanted_points AS
SELECT s.customer_id, d.as_of
FROM customer_spans AS s
JOIN past_days AS d
  ON (s.opened_on IS NULL OR s.opened_on <= d.as_of) AND (s.closed_on IS NULL OR s.closed_on > d.as_of)
WHERE d.as_of BETWEEN $first_day AND $last_day;
