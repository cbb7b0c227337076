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
    risk_high_cents BIGINT
);
