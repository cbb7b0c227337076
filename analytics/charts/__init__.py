"""The theme, and one file an insight: a table in, a Plotly figure out."""
