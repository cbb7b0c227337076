-- Grain: a row a point. Temporary.
-- Columns: point_no; for each of the most frequent products whether an account of it is held at the end of the date (0, 1).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_holdings AS
SELECT p.point_no /* columns */
FROM numbered_points AS p
LEFT JOIN holding_cells AS c ON c.point_no = p.point_no
GROUP BY p.point_no;
