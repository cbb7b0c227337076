-- Grain: a row a customer with a risk of leaving at the as-of day, and a balance or a revenue. Temporary.
-- Columns: person_no; period (the month of the as-of day); n_scored (1 where a balance is known); scored_cents (balance, a debit
--   counting as nothing); risk_cents, risk_low_cents, risk_high_cents (probability, and the ends of its interval, times the
--   balance); n_revenue (1 where a revenue is known); revenue_cents (a year's); revenue_risk_cents, revenue_risk_low_cents,
--   revenue_risk_high_cents (probability, and its ends, times the revenue); value_cents, value_low_cents, value_high_cents
--   (what the customer brings in the $n_periods periods of $horizon_days days to come: each one's part of the revenue, times
--   the chance of still being here at its end if the risk stays as it is, discounted by $discount a year; low is by the
--   upper end of the risk).
-- Parameters: $as_of (date); $outcome (name); $horizon_days (days that the risk is of); $n_periods; $discount (0-1 a year);
--   follows kpi_balances and kpi_revenue.
CREATE OR REPLACE TEMP TABLE kpi_risk_facts AS
WITH known AS (
    SELECT
        p.person_no,
        s.probability,
        s.lower,
        s.upper,
        b.cents,
        r.revenue_cents,
        power(1 + $discount, -$horizon_days / 365.0) AS kept_worth,
        $horizon_days / 365.0 AS part
    FROM built.scores AS s
    JOIN kpi_people AS p USING (customer_id)
    LEFT JOIN kpi_balances AS b ON b.person_no = p.person_no AND b.ends_on = last_day($as_of::DATE)
    LEFT JOIN kpi_revenue AS r USING (customer_id)
    WHERE s.outcome = $outcome AND s.as_of = $as_of AND s.probability IS NOT NULL
      AND (b.cents IS NOT NULL OR r.revenue_cents IS NOT NULL)
),
stays AS (
    -- Of each end, what is left of a period's worth after another period.
    SELECT
        *,
        (1 - probability) * kept_worth AS ratio,
        (1 - lower) * kept_worth AS ratio_high,
        (1 - upper) * kept_worth AS ratio_low
    FROM known
)
SELECT
    person_no,
    strftime($as_of::DATE, '%Y-%m') AS period,
    (cents IS NOT NULL)::INTEGER AS n_scored,
    cents AS scored_cents,
    round(probability * cents)::BIGINT AS risk_cents,
    round(lower * cents)::BIGINT AS risk_low_cents,
    round(upper * cents)::BIGINT AS risk_high_cents,
    (revenue_cents IS NOT NULL)::INTEGER AS n_revenue,
    revenue_cents,
    round(probability * revenue_cents)::BIGINT AS revenue_risk_cents,
    round(lower * revenue_cents)::BIGINT AS revenue_risk_low_cents,
    round(upper * revenue_cents)::BIGINT AS revenue_risk_high_cents,
    -- The sum of a geometric row; a ratio of 1 can't be, since a discount is above 0.
    round(revenue_cents * part * ratio * (1 - power(ratio, $n_periods)) / (1 - ratio))::BIGINT AS value_cents,
    round(revenue_cents * part * ratio_low * (1 - power(ratio_low, $n_periods)) / (1 - ratio_low))::BIGINT AS value_low_cents,
    round(revenue_cents * part * ratio_high * (1 - power(ratio_high, $n_periods)) / (1 - ratio_high))::BIGINT AS value_high_cents
FROM stays;
