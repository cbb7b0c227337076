-- Grain: a partition whose segments are kept.
-- Columns: candidate (its number), n_segments.
SELECT
    candidate,
    count(DISTINCT segment) AS n_segments
FROM candidate_membership
GROUP BY candidate
ORDER BY candidate
