-- Grain: a row a customer. Temporary. Customers who are members of the same things have one profile: sums are made a
-- profile first, so that a million customers are read once and not once a dimension.
-- Columns: person_no; profile_no (the lowest person_no that has it).
-- Parameters: none; follows kpi_members.
CREATE OR REPLACE TEMP TABLE kpi_profiles AS
WITH member_numbers AS (
    SELECT dimension, member, row_number() OVER (ORDER BY dimension, member) AS member_no
    FROM (SELECT DISTINCT dimension, member FROM kpi_members)
),
lists AS (
    SELECT m.person_no, list(n.member_no ORDER BY n.member_no) AS members
    FROM kpi_members AS m
    JOIN member_numbers AS n USING (dimension, member)
    GROUP BY m.person_no
)
SELECT person_no, min(person_no) OVER (PARTITION BY members) AS profile_no
FROM lists;
