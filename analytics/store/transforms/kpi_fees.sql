-- Grain: a row a described customer: what they paid the bank in fees, charges and penalties in the 365 days to the as-of day, less
-- what was paid back. Temporary. A part of the revenue only: no interest is in it.
-- Columns: customer_id; revenue_cents (below 0 counts as nothing).
-- Parameters: $as_of (date).
CREATE OR REPLACE TEMP TABLE kpi_revenue AS
SELECT customer_id, round(greatest(fees_paid_365d, 0) * 100)::BIGINT AS revenue_cents
FROM built.features
WHERE as_of::DATE = $as_of AND fees_paid_365d IS NOT NULL;
