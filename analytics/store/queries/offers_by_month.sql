-- Grain: a month and offer that was made in it, to customers of a member; offers held back are left out.
-- Columns: period ('2026-06'), offer, n_offered.
-- Parameters: $dimension ('all', 'segment' or 'region'); $member.
SELECT strftime(o.offered_at, '%Y-%m') AS period, o.offer, count(*) AS n_offered
FROM offers AS o
JOIN customers AS c USING (customer_id)
WHERE NOT o.is_control
  AND CASE $dimension
      WHEN 'segment' THEN o.customer_id IN (SELECT customer_id FROM membership WHERE segment_id::VARCHAR = $member)
      WHEN 'region' THEN c.region_id = $member
      ELSE true
  END
GROUP BY period, o.offer
ORDER BY period, n_offered DESC, o.offer
