-- Grain: a row a dimension, member and period.
-- Columns: dimension; member; period; the facts of kpi_facts, added up over the member's customers.
-- Parameters: none; follows kpi_profiles and kpi_facts.
WITH by_profile AS (
    SELECT r.part, r.profile_no, f.period, sum(COLUMNS(f.* EXCLUDE (person_no, period)))
    FROM kpi_facts AS f
    JOIN kpi_profiles AS r USING (person_no)
    GROUP BY r.part, r.profile_no, f.period
)
SELECT m.dimension, m.member, b.period, sum(COLUMNS(b.* EXCLUDE (part, profile_no, period)))
FROM by_profile AS b
JOIN kpi_members AS m
  ON m.part = b.part AND m.person_no = b.profile_no
GROUP BY m.dimension, m.member, b.period
ORDER BY m.dimension, m.member, b.period;
