-- Grain: a row an outcome: what it means, where its labels come from, and why it has none.
-- Columns: outcome (name); definition (text); source ('recorded', 'derived' or 'none'); n_labelled and n_positive
--   (customers times dates by the as-of day); why_not (text; NULL where a model can be tried); horizon_days (days
--   after the date in which the outcome happens; NULL where the bank did not say).
-- Parameters: none; rows are inserted one by one.
CREATE OR REPLACE TABLE built.outcome_facts (
    outcome VARCHAR,
    definition VARCHAR,
    source VARCHAR,
    n_labelled BIGINT,
    n_positive BIGINT,
    why_not VARCHAR,
    horizon_days INTEGER
);
