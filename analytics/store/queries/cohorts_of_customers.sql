-- Grain: a cohort (whole month of joining) of some customers who are here and of those who left and count with them, and a month
--   since it joined that is over.
-- Columns: cohort (2024-03), period_index (0 is the month of joining itself), n_start, n_retained (customers).
-- Parameters: $customer_ids (list); $as_of (date).
WITH
joined AS (
    SELECT month, months_here, n
    FROM retention_facts
    WHERE customer_id IN (SELECT unnest($customer_ids::VARCHAR []))
),

-- include cohort_cells
