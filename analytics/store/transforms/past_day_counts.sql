-- Grain: a row a day of past_days on which anybody was here.
-- Columns: as_of (date); n (customers who had joined by the end of the day and not closed).
-- Parameters: none.
SELECT d.as_of, count(*) AS n
FROM past_days AS d
JOIN customer_spans AS s
  ON (s.opened_on IS NULL OR s.opened_on <= d.as_of) AND (s.closed_on IS NULL OR s.closed_on > d.as_of)
GROUP BY d.as_of
ORDER BY d.as_of;
