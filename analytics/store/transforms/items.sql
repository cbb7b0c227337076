-- Grain: a row a kind of item and value. Temporary. The most frequent values of a kind have columns of their own.
-- What a category is about is guessed from its name, which a bank gave it for people to read.
-- Columns: kind; value; item_no (1 the most frequent, by rows then name; 0 for those beyond the last kept);
--   n_rows; is_income; is_fee, is_cash, is_foreign, is_wage (of a category, by its name).
-- Parameters: $most_categories, $most_items (values of categories, and of any other kind, that have columns).
CREATE OR REPLACE TEMP TABLE items AS
WITH ranked AS (
    SELECT *, row_number() OVER (PARTITION BY kind ORDER BY n_rows DESC, value) AS rank
    FROM item_counts
)
SELECT
    kind,
    value,
    CASE WHEN rank <= CASE WHEN kind = 'category' THEN $most_categories ELSE $most_items END THEN rank ELSE 0 END::UTINYINT AS item_no,
    n_rows,
    is_income,
    kind = 'category' AND regexp_matches(lower(value), '(^|[^a-z])(fees?|charges?|penalt(y|ies))([^a-z]|$)') AS is_fee,
    kind = 'category' AND regexp_matches(lower(value), '(^|[^a-z])(cash|atm|withdrawals?)([^a-z]|$)') AS is_cash,
    kind = 'category' AND regexp_matches(
        lower(value), '(^|[^a-z])(travel|foreign|abroad|holidays?|hotels?|flights?|airlines?)([^a-z]|$)'
    ) AS is_foreign,
    kind = 'category' AND is_income AND regexp_matches(
        lower(value), '(^|[^a-z])(salary|salaries|wages?|payroll|pensions?|benefits?|stipend|income|earnings)([^a-z]|$)'
    ) AS is_wage
FROM ranked;
