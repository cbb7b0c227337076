-- Grain: a row a point. Temporary.
-- Columns: point_no; for each of the most frequent categories its share (0-1) of the money out, or in for a category of
--   income, of 365 days (NULL where nothing moved that way).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_categories AS
SELECT p.point_no /* columns */
FROM numbered_points AS p
LEFT JOIN window_sums AS w ON w.point_no = p.point_no
LEFT JOIN category_cells AS c ON c.point_no = p.point_no
GROUP BY p.point_no;
