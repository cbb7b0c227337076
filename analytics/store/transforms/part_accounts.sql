-- Grain: a row a point. Temporary.
-- Columns: point_no; accounts and different products held at the end of the date (counts), accounts opened and closed in
--   365 days (counts), days since the latest was opened (NULL without any).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE part_accounts AS
SELECT
    p.point_no,
    coalesce(sum(h.n_open), 0)::DOUBLE AS accounts_held_n,
    coalesce(sum(h.n_products), 0)::DOUBLE AS products_held_n,
    coalesce(sum(h.n_opened_365d), 0)::DOUBLE AS accounts_opened_n_365d,
    coalesce(sum(h.n_closed_365d), 0)::DOUBLE AS accounts_closed_n_365d,
    (p.day - max(h.last_opened_day))::DOUBLE AS days_since_account_opened
FROM numbered_points AS p
LEFT JOIN holding_cells AS h USING (point_no)
GROUP BY p.point_no, p.day;
