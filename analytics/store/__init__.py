"""The only room that speaks to DuckDB."""
