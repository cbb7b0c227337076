"""Screens for those who check what models and people do."""
