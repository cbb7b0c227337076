-- Grain: no rows: frees the memory of the KPIs' temporary tables.
-- Columns: none.
-- Parameters: none.
DROP VIEW kpi_facts;
DROP TABLE kpi_risk_facts;
DROP TABLE kpi_revenue;
DROP TABLE kpi_balances;
DROP TABLE kpi_states;
DROP TABLE kpi_profiles;
DROP TABLE kpi_members;
DROP TABLE kpi_periods;
DROP TABLE kpi_people;
