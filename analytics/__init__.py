"""Tandem's inside: data flows one way through these rooms; code imports the other way."""
