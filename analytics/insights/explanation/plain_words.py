"""Features, values and changes in words that need no training."""

from __future__ import annotations

import re

from analytics.insights.explanation.record import Choice, Push
from analytics.insights.feature_words import as_number, column_title, value_words
from analytics.insights.lever_words import lever_title, said_value
from analytics.insights.reasons import LARGE, MODERATE

STEADY = 0.05
"""A trend nearer to nought than this is called steady."""

_WITHOUT_NUMBER = frozenset({"ratio", "nats", "trend"})
_EASIER = (
    (re.compile(r"^Days since (?:the )?last own act$"), "Days since the account was last used"),
    (re.compile(r"^Trend of "), ""),
    (re.compile(r"\bown acts?\b", re.IGNORECASE), "use of the account"),
    (re.compile(r"^Variety of channels"), "Mix of ways to bank"),
    (re.compile(r"^Variety of categories"), "Mix of things paid for"),
    (re.compile(r"^Different counterparties"), "Firms and people paid or paying"),
    (re.compile(r"^(?:Unevenness|Spread) of "), "Ups and downs of "),
    (re.compile(r"^Regularity of payday"), "How fixed the payday is"),
    (re.compile(r"^Silence against habit"), "Time without use, next to what is usual"),
    (re.compile(r"^Life cycle: "), "Stage: "),
    (re.compile(r"\bMean\b"), "Average"),
    (re.compile(r"\bmean\b"), "average"),
    (re.compile(r"\bTransactions\b"), "Payments in and out"),
    (re.compile(r"\btransactions\b"), "payments in and out"),
    (re.compile(r"^Atm\b"), "Cash machine"),
)


def plain_title(title: str) -> str:
    """Say what a feature is in easier words.

    Examples
    --------
    >>> plain_title("Trend of own acts"), plain_title("Mean balance, last 90 days"), plain_title("Total_Trans_Ct")
    ('Use of the account', 'Average balance, last 90 days', 'Total Trans Ct')
    """
    said = column_title(title)
    for pattern, easier in _EASIER:
        said = pattern.sub(easier, said)
    return said[:1].upper() + said[1:]


def reason_words(push: Push, happening: str) -> str:
    """Say one reason in two short sentences: what it is, and which way it counts.

    Examples
    --------
    >>> fees = Push("fees_paid_90d", "Fees paid, last 90 days", "Fees paid, last 90 days", "40", "EUR", 0.6, False)
    >>> reason_words(fees, "leaving")
    'Fees paid, last 90 days: 40 EUR. This makes leaving much more likely.'
    """
    size = abs(push.contribution)
    much = "much " if size >= LARGE else "" if size >= MODERATE else "a little "
    return f"{value_in_plain_words(push)}. This makes {happening} {much}{'more' if push.raises else 'less'} likely."


def value_in_plain_words(push: Push) -> str:
    """Say the feature with the customer's value; a number that says nothing to most readers is left out."""
    number = as_number(push.value)
    if push.unit == "trend" and number is not None:
        way = "about the same as before" if abs(number) < STEADY else "up" if number > 0 else "down"
        return f"{push.plain_title}: {way}"
    if push.unit in _WITHOUT_NUMBER:
        return push.plain_title
    return value_words(push.plain_title, push.value, push.unit)


def action_in_plain_words(choice: Choice, currency: str) -> str:
    """Say what an option changes, from what to what, a sentence a lever.

    Parameters
    ----------
    choice : Choice
        The option.
    currency : str
        Of amounts of money.
    """
    return " ".join(_action(move.lever, move.before, move.after, currency) for move in choice.leads)


def _action(lever: str, before: str, after: str, currency: str) -> str:
    title = plain_title(lever_title(lever))
    if lever.startswith("open "):
        return f"{title}."
    was, then = (easy_value(said_value(lever, value, currency)) for value in (before, after))
    return f"{title}: from {was} to {then}."


def easy_value(said: str) -> str:
    """Say a value in easier words.

    Examples
    --------
    >>> easy_value("26 own acts in 90 days"), easy_value("1 offers in 90 days")
    ('26 uses in 90 days', '1 offer in 90 days')
    """
    easier = re.sub(r"\bof own acts\b", "of all uses", said).replace("own acts", "uses")
    return re.sub(r"^1 (day|offer|use)s\b", r"1 \1", easier)
