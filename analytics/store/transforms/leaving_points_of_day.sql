-- Grain: a row a customer who is here at the end of a day: open, holding an account and not lost already. Lost is, where
-- silence counts, who did nothing of their own for so many days up to that day, unless they opened within them. Temporary.
-- Columns: customer_id; as_of (date, its end included).
-- Parameters: $day (date); $silence_days (days in a row); $counts_silence (boolean).
CREATE OR REPLACE TEMP TABLE leaving_points AS
SELECT DISTINCT s.customer_id, $day::DATE AS as_of
FROM customer_spans AS s
JOIN source.accounts AS a USING (customer_id)
WHERE (s.opened_on IS NULL OR s.opened_on <= $day)
  AND (s.closed_on IS NULL OR s.closed_on > $day)
  AND (a.opened_on IS NULL OR a.opened_on <= $day)
  AND (a.closed_on IS NULL OR a.closed_on > $day)
  AND (
      NOT $counts_silence
      OR coalesce(s.opened_on > $day::DATE - $silence_days::INTEGER, false)
      OR s.customer_id IN (
          SELECT customer_id
          FROM source.transactions
          WHERE is_own_act AND booked_at < $day::DATE + 1 AND booked_at >= $day::DATE + 1 - $silence_days::INTEGER
      )
  );
