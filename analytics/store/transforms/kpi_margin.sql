-- Grain: a row a customer whose yearly worth the bank's own column says. Temporary.
-- Columns: customer_id; revenue_cents (annual_margin; what is below 0 counts as nothing).
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE kpi_revenue AS
SELECT customer_id, round(greatest(try_cast(annual_margin AS DOUBLE), 0) * 100)::BIGINT AS revenue_cents
FROM source.customers
WHERE try_cast(annual_margin AS DOUBLE) IS NOT NULL;
