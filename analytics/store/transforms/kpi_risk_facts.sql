-- Grain: a row a customer with a risk of leaving at the as-of day, and a balance. Temporary; without rows where $outcome is
-- not scored.
-- Columns: person_no; period (the month of the as-of day); n_scored (1); scored_cents (balance, a debit counting as nothing);
--   risk_cents, risk_low_cents, risk_high_cents (probability, and the ends of its interval, times the balance).
-- Parameters: $as_of (date); $outcome (name); follows kpi_balances.
CREATE OR REPLACE TEMP TABLE kpi_risk_facts AS
SELECT
    p.person_no,
    strftime($as_of::DATE, '%Y-%m') AS period,
    1 AS n_scored,
    b.cents AS scored_cents,
    round(s.probability * b.cents)::BIGINT AS risk_cents,
    round(s.lower * b.cents)::BIGINT AS risk_low_cents,
    round(s.upper * b.cents)::BIGINT AS risk_high_cents
FROM built.scores AS s
JOIN kpi_people AS p USING (customer_id)
JOIN kpi_balances AS b ON b.person_no = p.person_no AND b.ends_on = last_day($as_of::DATE)
WHERE s.outcome = $outcome AND s.as_of = $as_of AND s.probability IS NOT NULL;
