"""The numbers of an option: from what to what each of its levers goes."""

from __future__ import annotations

import re

from analytics.insights.explanation.record import Choice
from analytics.insights.lever_words import said_value

NUMBER = re.compile(r"(?<![A-Za-z_\d.])\d(?:[\d,]*\d)?(?:\.\d+)?(?:e-?\d+)?%?")
"""A number in a text, its sign left aside; digits of a name (such as of a column) are none."""


def numbers_of_choice(choice: Choice, currency: str) -> tuple[str, ...]:
    """Write from and to of each lever, lever by lever; what is no number, such as opening an account, has none."""
    told = [
        found.group(0)
        for move in choice.leads
        if not move.lever.startswith("open ")
        for value in (move.before, move.after)
        if (found := NUMBER.search(said_value(move.lever, value, currency)))
    ]
    return tuple(told)
