-- Grain: a row a point. Temporary.
-- Columns: point_no; Shannon entropy (nats; 0: one category only) of the transactions of 365 days over the categories
--   that have columns and the rest as one; NULL without any.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_category_variety AS
WITH entropies AS (
    SELECT
        point_no,
        greatest(
            ln(sum(n_365d)::DOUBLE) - list_sum(list(n_365d * ln(n_365d) ORDER BY item_no)) / sum(n_365d)::DOUBLE, 0
        ) AS entropy
    FROM category_cells
    GROUP BY point_no
)
SELECT p.point_no, e.entropy AS category_entropy_365d
FROM numbered_points AS p
LEFT JOIN entropies AS e USING (point_no);
