"""Screens on which people contribute: data, notes, and what they did."""
