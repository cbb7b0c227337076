"""Screens for deciding."""
