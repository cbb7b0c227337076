-- Grain: no rows: nobody has a risk of leaving. Temporary.
-- Columns: as kpi_risk_facts.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE kpi_risk_facts (
    person_no INTEGER,
    period VARCHAR,
    n_scored INTEGER,
    scored_cents BIGINT,
    risk_cents BIGINT,
    risk_low_cents BIGINT,
    risk_high_cents BIGINT,
    n_revenue INTEGER,
    revenue_cents BIGINT,
    revenue_risk_cents BIGINT,
    revenue_risk_low_cents BIGINT,
    revenue_risk_high_cents BIGINT,
    value_cents BIGINT,
    value_low_cents BIGINT,
    value_high_cents BIGINT
);
