-- Grain: a cohort (whole month of joining) of a product's holders, less those of another product, and a month since it joined that is over.
-- Columns: cohort (2024-03), period_index (0 is the month of joining itself), n_start, n_retained (customers). As a build counts
--   all customers; of what they hold now, or held on the day they left.
-- Parameters: $product; $without (a product; NULL: nobody is left out); $as_of (date).
WITH
-- include cohorts_joined

held AS (
    SELECT DISTINCT p.customer_id, a.product
    FROM people AS p
    JOIN customer_accounts AS a USING (customer_id)
    WHERE a.product IN ($product, $without) AND (a.closed_on IS NULL OR a.closed_on >= p.left_on)
),

joined AS (
    SELECT p.month, date_diff('month', p.opened_on, p.left_on) AS months_here, 1 AS n
    FROM people AS p
    WHERE p.customer_id IN (SELECT customer_id FROM held WHERE product = $product)
      AND p.customer_id NOT IN (SELECT customer_id FROM held WHERE product = $without)
),

-- include cohort_cells
