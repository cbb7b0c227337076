-- Grain: a row a dimension (all, segment, region), member and whole month of the records that ended on or before the as-of day;
-- the last 60 of them.
-- Columns: dimension; member; month (its first day); n_start (customers here when it began), n_start_lost (of these, those who
--   closed in it); held_cents (of those here at its end: of accounts that are no debts, a debit counts as nothing; NULL
--   where no balance is known).
-- Parameters: $as_of (date), the global as-of day; $first_on (date), the first day of the records; follows kpi_members and
--   kpi_balances.
CREATE OR REPLACE TABLE built.month_books AS
WITH months AS (
    SELECT starts::DATE AS month, last_day(starts::DATE) AS ends_on
    FROM generate_series(
        date_trunc('month', $as_of + 1) - INTERVAL 60 MONTH,
        date_trunc('month', $as_of + 1) - INTERVAL 1 MONTH,
        INTERVAL 1 MONTH
    ) AS series (starts)
    WHERE starts >= $first_on
),
members AS (
    SELECT m.dimension, m.member, p.person_no, p.opened_on, p.closed_on
    FROM kpi_members AS m
    JOIN kpi_people AS p USING (person_no)
    WHERE m.dimension IN ('all', 'segment', 'region')
),
-- Who came and left in which month, counted once; then months are joined to a few thousand rows instead of to customers.
spans AS (
    SELECT
        dimension,
        member,
        coalesce(opened_on, DATE '1900-01-01') AS opened_on,
        closed_on,
        count(*) AS n
    FROM members
    GROUP BY ALL
),
counted AS (
    SELECT
        s.dimension,
        s.member,
        t.month,
        sum(s.n) FILTER (s.opened_on < t.month) AS n_start,
        coalesce(sum(s.n) FILTER (s.opened_on < t.month AND s.closed_on <= t.ends_on), 0) AS n_start_lost
    FROM spans AS s
    JOIN months AS t ON s.opened_on <= t.ends_on AND (s.closed_on IS NULL OR s.closed_on >= t.month)
    GROUP BY s.dimension, s.member, t.month
),
held AS (
    SELECT m.dimension, m.member, date_trunc('month', b.ends_on)::DATE AS month, sum(b.cents)::BIGINT AS held_cents
    FROM kpi_balances AS b
    JOIN members AS m USING (person_no)
    WHERE (m.opened_on IS NULL OR m.opened_on <= b.ends_on) AND (m.closed_on IS NULL OR m.closed_on > b.ends_on)
    GROUP BY ALL
)
SELECT c.dimension, c.member, c.month, coalesce(c.n_start, 0)::BIGINT AS n_start, c.n_start_lost::BIGINT AS n_start_lost, h.held_cents
FROM counted AS c
LEFT JOIN held AS h USING (dimension, member, month)
ORDER BY c.dimension, c.member, c.month;
