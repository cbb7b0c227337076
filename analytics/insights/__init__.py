"""Answers: profiles, names, drivers; tables in, tables out."""
