"""A pattern in words that a person in a branch understands, made of the same numbers as the table."""

from __future__ import annotations

import math
from collections.abc import Mapping

from analytics.insights.wording import count, customers, percent
from analytics.number_marks import written

BEFORE = " > "
"""What stands between the events of a pattern as it is stored."""


def steps_of(pattern: str) -> list[str]:
    """Return the symbols of a pattern, in order.

    Examples
    --------
    >>> steps_of("complaint > fee_charged")
    ['complaint', 'fee_charged']
    """
    return pattern.split(BEFORE)


def is_part_of(pattern: str, whole: str) -> bool:
    """Say whether all of a pattern lies in another, longer one, in its order.

    Examples
    --------
    >>> is_part_of("a > c", "a > b > c"), is_part_of("c > a", "a > b > c"), is_part_of("a", "a")
    (True, False, False)
    """
    steps, left = steps_of(pattern), iter(steps_of(whole))
    return len(steps) < len(steps_of(whole)) and all(step in left for step in steps)


def pattern_words(pattern: str, words: Mapping[str, str]) -> str:
    """Return what happened, in order.

    Parameters
    ----------
    pattern : str
        As it is stored.
    words : mapping of str to str
        The alphabet's words by symbol; a symbol that is not there is said by its name.

    Examples
    --------
    >>> pattern_words("complaint > fee_charged", {"fee_charged": "a fee higher than the last"})
    'complaint, then a fee higher than the last'
    """
    return ", then ".join(words.get(symbol, symbol.replace("_", " ")) for symbol in steps_of(pattern))


def happening(outcome: str, horizon_days: int | None) -> str:
    """Return what follows, as one would say it of customers.

    Examples
    --------
    >>> happening("churn", 90), happening("opened_mortgage", 90), happening("payment_arrears", None)
    ('leave within 90 days', 'open a mortgage within 90 days', 'have payment arrears')
    """
    said = outcome.replace("_", " ").strip()
    if outcome == "churn":
        does = "leave"
    elif outcome.startswith("opened_"):
        does = f"open a {said.removeprefix('opened ')}"
    else:
        does = f"have {said}"
    return does if horizon_days is None else f"{does} within {horizon_days} days"


def times_as_likely(lift: float) -> str:
    """Return a lift in words; below 1 it is said as a part.

    Examples
    --------
    >>> times_as_likely(3.12), times_as_likely(1.02), times_as_likely(0.4)
    ('3.1 times as likely', 'about as likely', '0.4 times as likely')
    """
    if math.isnan(lift):
        return "not known how likely"
    if 0.95 <= lift <= 1.05:
        return "about as likely"
    return f"{written(lift, '.1f' if lift >= 0.1 else '.2g')} times as likely"


def pattern_sentence(what: str, follows: str, *, lift: float, median_gap_days: float, n_customers: float) -> str:
    """Return a pattern and how it goes with an outcome, in one sentence.

    Parameters
    ----------
    what, follows : str
        From `pattern_words` and `happening`.
    lift : float
        Share of those with the pattern that the outcome followed, against that of all.
    median_gap_days : float
        From one event to the next; missing for one event.
    n_customers : float
        Who have it.

    Examples
    --------
    >>> pattern_sentence("a fee, then quiet", "leave", lift=3.1, median_gap_days=9, n_customers=412)
    'A fee, then quiet (typically 9 days apart): 3.1 times as likely as all customers to leave; 412 customers.'
    """
    return (
        f"{what[:1].upper()}{what[1:]}{_apart(median_gap_days)}: {times_as_likely(lift)} as all customers to {follows};"
        f" {customers(n_customers)}."
    )


def anyway_sentence(what: str, median_gap_days: float, n_customers: float, share: float) -> str:
    """Return what customers do, whatever follows, in one sentence.

    Parameters
    ----------
    what : str
        From `pattern_words`.
    median_gap_days : float
        From one event to the next; missing for one event.
    n_customers, share : float
        Who did it within the year, and their share of all who are here (0–1).

    Examples
    --------
    >>> anyway_sentence("a fee, then quiet", 9.0, 412, 0.103)
    'A fee, then quiet (typically 9 days apart): 412 customers (10.3%) in the last year.'
    """
    told = f"{what[:1].upper()}{what[1:]}{_apart(median_gap_days)}"
    return f"{told}: {customers(n_customers)} ({percent(share)}) in the last year."


def _apart(median_gap_days: float) -> str:
    """Say how far apart the events lie; nothing of one event."""
    if math.isnan(median_gap_days):
        return ""
    days = count(math.ceil(median_gap_days))
    return f" (typically {days} {'day' if days == '1' else 'days'} apart)"
