-- Grain: a band of risk among the customers of a member who have a risk of an outcome.
-- Columns: band; n_customers; n_leaving, n_leaving_low, n_leaving_high (probabilities added up, and the ends of their intervals);
--   held, held_leaving (balances, and balances times probabilities, in the store's currency; a debit counts as nothing).
-- Parameters: $outcome; $dimension ('all', 'segment' or 'region'); $member.
SELECT
    s.band,
    count(*) AS n_customers,
    sum(s.probability) AS n_leaving,
    sum(s.lower) AS n_leaving_low,
    sum(s.upper) AS n_leaving_high,
    coalesce(sum(f.scored_cents), 0) / 100.0 AS held,
    coalesce(sum(f.scored_cents * s.probability), 0) / 100.0 AS held_leaving
FROM scores AS s
JOIN customers AS c USING (customer_id)
LEFT JOIN kpi_facts AS f ON f.customer_id = s.customer_id AND f.period = strftime(s.as_of, '%Y-%m')
WHERE s.outcome = $outcome
  AND CASE $dimension
      WHEN 'segment' THEN s.customer_id IN (SELECT customer_id FROM membership WHERE segment_id::VARCHAR = $member)
      WHEN 'region' THEN c.region_id = $member
      ELSE true
  END
GROUP BY s.band
ORDER BY s.band
