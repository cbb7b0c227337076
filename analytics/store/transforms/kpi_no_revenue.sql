-- Grain: no rows: nothing says what a customer brings in a year. Temporary.
-- Columns: as kpi_margin.
-- Parameters: none.
CREATE OR REPLACE TEMP TABLE kpi_revenue (customer_id VARCHAR, revenue_cents BIGINT);
