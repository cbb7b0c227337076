"""Retention lists on screen: the form, who is on one, lists that were made, and what came of them."""
