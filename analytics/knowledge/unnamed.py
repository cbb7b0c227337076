"""Texts in which customers stand as pseudonyms, for readers to whom nobody is named."""

from __future__ import annotations

import re

UNNAMED = "[a customer]"
"""Shown in the place of any customer's id to those who see none, and to everybody in names."""

TOKEN = re.compile(r"\{customer:([0-9a-f]{64})\}")
"""A customer in a text of the ledger, with the pseudonym."""


def with_nobody_named(text: str) -> str:
    """Put "a customer" into each place of a customer.

    Names of segments, tags, cohorts, views and lists are always read so: they go where ids don't.
    """
    return TOKEN.sub(UNNAMED, text)
