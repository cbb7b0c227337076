"""Screens for exploring."""
