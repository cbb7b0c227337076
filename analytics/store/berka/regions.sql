-- Grain: a row a landed district. Columns: those of the region, its place in the file, and why it is rejected.
-- Numbers: inhabitants; municipalities by size; cities; share of urban inhabitants (percent); average salary (crowns a
-- month); unemployment (percent) and crimes committed in 1995 and 1996; entrepreneurs a thousand inhabitants.
WITH itself AS (SELECT *, {own_reason} AS _own, {own_column} AS _own_column FROM landed.district),
copied AS (
    SELECT *, row_number() OVER (PARTITION BY A1, _own IS NULL ORDER BY _part, _row) AS _copy FROM itself
)
SELECT
    A1 AS region_id,
    A2 AS name,
    A3 AS area,
    A4 AS population,
    A5 AS municipalities_below_500,
    A6 AS municipalities_500_to_1999,
    A7 AS municipalities_2000_to_9999,
    A8 AS municipalities_from_10000,
    A9 AS cities,
    A10 AS urban_percent,
    A11 AS mean_salary,
    A12 AS unemployment_percent_1995,
    A13 AS unemployment_percent_1996,
    A14 AS entrepreneurs_per_1000,
    A15 AS crimes_1995,
    A16 AS crimes_1996,
    _part, _row, _bad, _value,
    CASE WHEN _own IS NOT NULL THEN _own WHEN _copy > 1 THEN 'the same A1 as an earlier row' END AS _reason,
    _own_column AS _column,
    CASE WHEN _own IS NOT NULL THEN _value ELSE A1 END AS _shown
FROM copied
