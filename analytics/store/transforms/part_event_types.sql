-- Grain: a row a point. Temporary.
-- Columns: point_no; for each of the most frequent event types its events of 90 days (count) and the days since its latest
--   (NULL where there never was one).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_event_types AS
SELECT p.point_no /* columns */
FROM numbered_points AS p
LEFT JOIN event_cells AS c ON c.point_no = p.point_no
GROUP BY p.point_no, p.day;
