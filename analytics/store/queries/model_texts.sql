-- Grain: a part of the model in force of an outcome.
-- Columns: part ('booster', 'calibration', 'design'), text.
-- Parameters: $outcome.
SELECT
    f.part,
    f.text
FROM models AS m
JOIN model_files AS f USING (model_id)
WHERE m.outcome = $outcome
ORDER BY f.part
