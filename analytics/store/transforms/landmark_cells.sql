-- Grain: a row a landmark and thing that has happened to the customer up to its day's end.
-- Columns: row_no; symbol; n_month, n_year, n_ever (times in 30 and in 365 days, and at all); days_ago (since the last time);
--   is_last (whether it happened last of all that doesn't happen to everybody all the time; of several at one moment
--   the last by name).
-- Parameters: $first_row, $last_row (row_no, both included); $most_a_year (rows a customer and year of a symbol).
WITH cells AS (
    SELECT
        l.row_no,
        s.symbol,
        count(*) FILTER (s.happened_at >= l.as_of + 1 - 30)::INTEGER AS n_month,
        count(*) FILTER (s.happened_at >= l.as_of + 1 - 365)::INTEGER AS n_year,
        count(*)::INTEGER AS n_ever,
        (l.as_of - max(s.happened_at)::DATE)::INTEGER AS days_ago,
        max(s.happened_at) AS last_at
    FROM landmarks AS l
    JOIN built.sequences AS s
      ON s.customer_id = l.customer_id
     AND s.happened_at < l.as_of + 1
    WHERE l.row_no BETWEEN $first_row AND $last_row
    GROUP BY l.row_no, l.as_of, s.symbol
)
SELECT
    c.row_no,
    c.symbol,
    c.n_month,
    c.n_year,
    c.n_ever,
    c.days_ago,
    a.a_year <= $most_a_year
    AND row_number() OVER (
        PARTITION BY c.row_no ORDER BY (a.a_year <= $most_a_year) DESC, c.last_at DESC, c.symbol DESC
    ) = 1 AS is_last
FROM cells AS c
JOIN built.alphabet AS a USING (symbol)
ORDER BY c.row_no, c.symbol;
