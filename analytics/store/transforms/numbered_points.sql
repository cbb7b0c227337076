-- Grain: a row a customer and as-of date of wanted_points. Temporary, ordered by customer.
-- Columns: point_no; customer_id, as_of; customer_no; day (of as_of, days since 1970-01-01); tenure_days (since the
--   customer opened; NULL where unknown); has_half_year (whether customer and records reach back 180 days, so that the
--   last 90 days can be compared with the 90 before); next_month (number of the first month not complete at the
--   date, years times 12 plus months).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE numbered_points AS
WITH first_booking AS (
    SELECT min(day) AS day FROM acts
)
SELECT
    row_number() OVER (ORDER BY w.customer_id, w.as_of)::INTEGER AS point_no,
    w.customer_id,
    w.as_of,
    n.customer_no,
    (w.as_of - DATE '1970-01-01')::INTEGER AS day,
    (w.as_of - DATE '1970-01-01')::INTEGER - n.opened_day AS tenure_days,
    coalesce(greatest(coalesce(n.opened_day, f.day), f.day) <= w.as_of - DATE '1970-01-01' - 179, false) AS has_half_year,
    (year(w.as_of + 1) * 12 + month(w.as_of + 1))::INTEGER AS next_month
FROM wanted_points AS w
JOIN customer_numbers AS n USING (customer_id)
CROSS JOIN first_booking AS f
ORDER BY point_no;
