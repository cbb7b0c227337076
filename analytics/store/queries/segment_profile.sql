-- Grain: a feature of the segment, what differs most first.
-- Columns: feature, description, unit, feature_group, segment_mean, overall_mean (in the feature's unit), effect
--   (standard deviations).
-- Parameters: $segment_id.
SELECT
    p.feature,
    c.description,
    c.unit,
    c."group" AS feature_group,
    p.segment_mean,
    p.overall_mean,
    p.effect
FROM segment_profile AS p
LEFT JOIN feature_catalog AS c USING (feature)
WHERE p.segment_id = $segment_id AND p.effect IS NOT NULL
ORDER BY abs(p.effect) DESC, p.feature
