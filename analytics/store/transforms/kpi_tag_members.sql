-- Grain: adds a row a tag and customer who carries it, or who left and is most like one who does.
-- Columns: as kpi_members.
-- Parameters: none; follows kpi_members.
INSERT INTO kpi_members
SELECT DISTINCT 3, 'tag', t.tag, p.person_no
FROM kpi_people AS p
JOIN built.tag_members AS t ON t.customer_id = p.carrier_id;
