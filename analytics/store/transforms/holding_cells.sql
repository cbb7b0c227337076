-- Grain: a row a point and product (0: those without a column) that the customer has had by its date. Temporary.
-- An account is held when it was opened by the end of the date and not closed by then.
-- Columns: point_no; item_no; n_open (accounts held), n_products (different products held, more than 1 only where
--   item_no is 0); last_opened_day (days since 1970-01-01); n_opened_365d, n_closed_365d (accounts).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE holding_cells AS
SELECT
    p.point_no,
    coalesce(i.item_no, 0) AS item_no,
    count(*) FILTER (a.closed_day IS NULL OR a.closed_day > p.day) AS n_open,
    count(DISTINCT a.product) FILTER (a.closed_day IS NULL OR a.closed_day > p.day) AS n_products,
    max(a.opened_day) AS last_opened_day,
    count(*) FILTER (a.opened_day > p.day - 365) AS n_opened_365d,
    count(*) FILTER (a.closed_day <= p.day AND a.closed_day > p.day - 365) AS n_closed_365d
FROM account_numbers AS a
JOIN numbered_points AS p ON p.customer_no = a.customer_no AND (a.opened_day IS NULL OR a.opened_day <= p.day)
LEFT JOIN items AS i ON i.kind = 'product' AND i.value = a.product
GROUP BY p.point_no, coalesce(i.item_no, 0);
