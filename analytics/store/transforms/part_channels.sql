-- Grain: a row a point. Temporary.
-- Columns: point_no; for each of the most frequent channels its share (0-1) of the own acts with a channel, of 365 and of
--   90 days (NULL without any).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_channels AS
SELECT p.point_no /* columns */
FROM numbered_points AS p
LEFT JOIN channel_cells AS c ON c.point_no = p.point_no
GROUP BY p.point_no;
