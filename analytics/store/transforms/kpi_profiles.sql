-- Grain: a row a part of the dimensions and a customer. Temporary. Customers who are members of the same things have one
-- profile: sums are made a profile first, so that a million customers are read once a part and not once a membership. In one
-- part are dimensions whose members combine in some hundred ways; all dimensions together would give everybody their own.
-- Columns: part (as in kpi_members); person_no; profile_no (the lowest
--   person_no that has it).
-- Parameters: none; follows kpi_members.
CREATE OR REPLACE TEMP TABLE kpi_profiles AS
WITH member_numbers AS (
    SELECT part, dimension, member, row_number() OVER (ORDER BY dimension, member) AS member_no
    FROM (SELECT DISTINCT part, dimension, member FROM kpi_members)
),
lists AS (
    SELECT n.part, m.person_no, list(n.member_no ORDER BY n.member_no) AS members
    FROM kpi_members AS m
    JOIN member_numbers AS n USING (dimension, member)
    GROUP BY n.part, m.person_no
),
numbered AS (
    SELECT part, members, min(person_no) AS profile_no FROM lists GROUP BY part, members
)
SELECT l.part, l.person_no, n.profile_no
FROM lists AS l
JOIN numbered AS n USING (part, members);
