"""Fitted things: projection, segmentation, churn; tables in, tables out."""
