-- Grain: a segment of the model whose customers are in a lowest segment now.
-- Columns: n (of them), n_first, n_second (of them, in the halves that the model sees in its own segment).
-- Parameters: segment_key.
SELECT
    count(*) AS n,
    count(*) FILTER (WHERE h.half = 0) AS n_first,
    count(*) FILTER (WHERE h.half = 1) AS n_second
FROM segments AS s
JOIN membership AS m ON m.segment_id = s.segment_id AND m.level = 3
JOIN model_membership AS o ON o.customer_id = m.customer_id AND o.level = 3
LEFT JOIN segment_halves AS h ON h.customer_id = m.customer_id
WHERE s.segment_key = $segment_key AND s.level = 3
GROUP BY o.segment_id
ORDER BY n DESC, o.segment_id
