-- Grain: a row a customer and whole month at whose end they were here. Temporary.
-- Columns: person_no; ends_on (the month's last day); is_active (an own act in the 90 days to it); is_dormant (none in the 12
--   months to it, and here for as long; NULL where the records don't reach back so far); is_primary (a wage came in in at least
--   two of the three months to it, with at least $fewest_acts own acts in the three; NULL where the records don't reach back);
--   n_products (open accounts).
-- Parameters: $as_of, $first_on (dates); $fewest_acts (count); follows kpi_people and kpi_periods.
CREATE OR REPLACE TEMP TABLE kpi_states AS
WITH ends AS (
    SELECT last_day(starts::DATE) AS ends_on
    FROM generate_series(
        date_trunc('month', $as_of + 1) - INTERVAL 36 MONTH,
        date_trunc('month', $as_of + 1) - INTERVAL 1 MONTH,
        INTERVAL 1 MONTH
    ) AS series (starts)
),
here AS (
    SELECT p.person_no, p.opened_on, e.ends_on
    FROM kpi_people AS p
    JOIN ends AS e
      ON (p.opened_on IS NULL OR p.opened_on <= e.ends_on) AND (p.closed_on IS NULL OR p.closed_on > e.ends_on)
),
account_steps AS (
    SELECT p.person_no, last_day(s.day) AS ends_on, sum(s.step) AS n
    FROM built.customer_accounts AS a
    JOIN kpi_people AS p USING (customer_id)
    CROSS JOIN LATERAL (
        -- An account that was there before the first month shown here counts from that month on.
        SELECT
            greatest(
                coalesce(t.day, DATE '1900-01-01'), p.opened_on, (date_trunc('month', $as_of + 1) - INTERVAL 36 MONTH)::DATE
            ) AS day,
            t.step
        FROM (VALUES (a.opened_on, 1), (a.closed_on, -1)) AS t (day, step)
        WHERE t.step = 1 OR t.day IS NOT NULL
    ) AS s
    GROUP BY ALL
),
acts AS (
    SELECT p.person_no, last_day(m.month) AS ends_on, m.n_own_acts, m.last_own_on, m.has_wage
    FROM built.customer_months AS m
    JOIN kpi_people AS p USING (customer_id)
),
earlier AS (
    SELECT a.person_no, max(a.last_own_on) AS last_own_on
    FROM acts AS a
    JOIN (SELECT person_no, min(ends_on) AS ends_on FROM here GROUP BY person_no) AS f USING (person_no)
    WHERE a.ends_on < f.ends_on
    GROUP BY a.person_no
),
seen AS (
    SELECT
        h.person_no,
        h.opened_on,
        h.ends_on,
        greatest(e.last_own_on, max(a.last_own_on) OVER so_far) AS last_own_on,
        count(*) FILTER (a.has_wage) OVER quarter AS n_wages,
        sum(a.n_own_acts) OVER quarter AS n_own_acts,
        sum(s.n) OVER so_far AS n_products
    FROM here AS h
    LEFT JOIN acts AS a USING (person_no, ends_on)
    LEFT JOIN earlier AS e USING (person_no)
    LEFT JOIN account_steps AS s USING (person_no, ends_on)
    WINDOW
        so_far AS (PARTITION BY h.person_no ORDER BY h.ends_on ROWS UNBOUNDED PRECEDING),
        quarter AS (PARTITION BY h.person_no ORDER BY h.ends_on ROWS 2 PRECEDING)
)
SELECT
    person_no,
    ends_on,
    CASE WHEN ends_on - 90 >= $first_on - 1 THEN coalesce(last_own_on > ends_on - 90, false) END AS is_active,
    CASE
        WHEN (ends_on + 1 - INTERVAL 12 MONTH)::DATE >= $first_on THEN
            coalesce(opened_on < (ends_on + 1 - INTERVAL 12 MONTH)::DATE, true)
            AND coalesce(last_own_on < (ends_on + 1 - INTERVAL 12 MONTH)::DATE, true)
    END AS is_dormant,
    CASE
        WHEN (ends_on + 1 - INTERVAL 3 MONTH)::DATE >= $first_on THEN n_wages >= 2 AND coalesce(n_own_acts, 0) >= $fewest_acts
    END AS is_primary,
    coalesce(n_products, 0) AS n_products
FROM seen
SEMI JOIN kpi_periods USING (ends_on);
