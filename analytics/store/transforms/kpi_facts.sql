-- Grain: a view with a row a customer, period and kind of fact; facts of another kind are NULL. All are added up.
-- Columns: person_no; period; then, of 0 and 1: n_start (here when it began), n_start_lost (of these, those who closed in it),
--   n_joined, n_lost (all who closed in it), n_end (here at its end), n_early and n_early_lost (joined a year before it, and
--   closed within their first twelve months), n_month_end (n_end of whole months), n_active, n_active_known, n_dormant,
--   n_dormant_known, n_primary, n_primary_known, n_scored; products, products_2 (open accounts, and their square); in cents and
--   squared cents, of customers here when it began: n_base (balance known), base_cents, base_2; lost_cents, lost_2 (the balance of those who closed);
--   fall_cents, fall_2, fall_base (what the others' balances fell by; its square; it times the balance); scored_cents and so on
--   (as in kpi_risk_facts).
-- Parameters: none; follows kpi_states, kpi_balances and kpi_risk_facts.
CREATE OR REPLACE TEMP VIEW kpi_facts AS
WITH present AS (
    SELECT
        p.person_no,
        t.period,
        p.opened_on IS NULL OR p.opened_on < t.starts_on AS was_here,
        coalesce(p.closed_on <= t.ends_on, false) AS is_lost,
        t.starts_on - 1 AS before_on,
        t.ends_on
    FROM kpi_people AS p
    JOIN kpi_periods AS t
      ON (p.opened_on IS NULL OR p.opened_on <= t.ends_on) AND (p.closed_on IS NULL OR p.closed_on >= t.starts_on)
),
moved AS (
    SELECT
        p.person_no,
        p.period,
        p.was_here,
        p.is_lost,
        CASE WHEN p.was_here THEN before.cents END AS base,
        CASE WHEN p.was_here AND NOT p.is_lost THEN before.cents - after.cents END AS fall
    FROM present AS p
    LEFT JOIN kpi_balances AS before ON before.person_no = p.person_no AND before.ends_on = p.before_on
    LEFT JOIN kpi_balances AS after ON after.person_no = p.person_no AND after.ends_on = p.ends_on
)
SELECT
    person_no,
    period,
    was_here::INTEGER AS n_start,
    (was_here AND is_lost)::INTEGER AS n_start_lost,
    (NOT was_here)::INTEGER AS n_joined,
    is_lost::INTEGER AS n_lost,
    (NOT is_lost)::INTEGER AS n_end,
    (base IS NOT NULL)::INTEGER AS n_base,
    base AS base_cents,
    base::HUGEINT * base AS base_2,
    CASE WHEN is_lost THEN base ELSE 0 END AS lost_cents,
    CASE WHEN is_lost THEN base::HUGEINT * base ELSE 0 END AS lost_2,
    fall AS fall_cents,
    fall::HUGEINT * fall AS fall_2,
    fall::HUGEINT * base AS fall_base
FROM moved
UNION ALL BY NAME
SELECT
    s.person_no,
    t.period,
    1 AS n_month_end,
    s.is_active::INTEGER AS n_active,
    (s.is_active IS NOT NULL)::INTEGER AS n_active_known,
    s.is_dormant::INTEGER AS n_dormant,
    (s.is_dormant IS NOT NULL)::INTEGER AS n_dormant_known,
    s.is_primary::INTEGER AS n_primary,
    (s.is_primary IS NOT NULL)::INTEGER AS n_primary_known,
    s.n_products::BIGINT AS products,
    (s.n_products * s.n_products)::BIGINT AS products_2
FROM kpi_states AS s
JOIN kpi_periods AS t ON t.ends_on = s.ends_on AND t.n_months = 1
UNION ALL BY NAME
SELECT
    p.person_no,
    t.period,
    1 AS n_early,
    coalesce(p.closed_on < p.opened_on + INTERVAL 12 MONTH, false)::INTEGER AS n_early_lost
FROM kpi_people AS p
JOIN kpi_periods AS t
  ON t.has_year_before
 AND p.opened_on >= t.starts_on - INTERVAL 12 MONTH
 AND p.opened_on < t.ends_on + 1 - INTERVAL 12 MONTH
UNION ALL BY NAME
FROM kpi_risk_facts;
