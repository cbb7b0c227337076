-- Grain: inserts one row of built.outcome_facts.
-- Columns: as there.
-- Parameters: $outcome, $definition, $source, $n_labelled, $n_positive, $why_not, $horizon_days.
INSERT INTO built.outcome_facts
VALUES ($outcome, $definition, $source, $n_labelled, $n_positive, $why_not, $horizon_days);
