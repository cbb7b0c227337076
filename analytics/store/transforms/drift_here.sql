-- Grain: a row a month of drift_months and customer of a fixed sample who was here for all of it. Temporary.
-- Columns: month; customer_id.
-- Parameters: $one_in (whole number): one customer in so many, by a hash of the id.
CREATE OR REPLACE TEMP TABLE drift_here AS
SELECT m.month, s.customer_id
FROM customer_spans AS s
JOIN drift_months AS m
  ON (s.opened_on IS NULL OR s.opened_on < m.month) AND (s.closed_on IS NULL OR s.closed_on > m.last_on)
WHERE hash(s.customer_id) % $one_in = 0;
