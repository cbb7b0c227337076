"""The map of customers: one part in Python, one in the browser."""
