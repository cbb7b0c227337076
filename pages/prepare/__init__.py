"""Screens for bringing data in."""
