"""What stands out in a snapshot, in sentences made of the same numbers that the screens show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from analytics.insights.columns import floats, place_of_largest, texts
from analytics.insights.wording import count, customers, day, interval, listing, percent, points


class Tone(StrEnum):
    """Whether a sentence calls for attention."""

    WATCH = "watch"
    PLAIN = "plain"


@dataclass(frozen=True)
class Standout:
    """A sentence on the Overview and where it leads.

    Attributes
    ----------
    text : str
        Plain text, never markup; may hold names from the data.
    tone : Tone
        Whether it calls for attention.
    segment_id : str or None
        The segment it is about.
    screen : str or None
        The screen that shows more: ``segment``, ``drivers`` or ``data``.
    """

    text: str
    tone: Tone = Tone.PLAIN
    segment_id: str | None = None
    screen: str | None = None


FEWEST_FOR_A_SENTENCE = 30
"""A segment with fewer scored customers than this is never called the riskiest."""


def riskiest_segment(risks: pd.DataFrame, *, overall: float) -> Standout | None:
    """Return the segment with the highest mean risk beside the bank's.

    Parameters
    ----------
    risks : DataFrame
        A row a segment of one level: ``segment_id``, ``label``, ``n_scored``, ``mean_risk``, ``lower``, ``upper``.
    overall : float
        The mean risk of all scored customers (0–1).

    Returns
    -------
    Standout or None
        None where fewer than two segments have at least 30 scored customers.
    """
    large = risks[pd.to_numeric(risks["n_scored"]) >= FEWEST_FOR_A_SENTENCE]
    means = floats(large, "mean_risk")
    place = place_of_largest(means)
    if place is None or len(large) < 2:
        return None
    lower, upper = floats(large, "lower")[place], floats(large, "upper")[place]
    clear = lower > overall
    verdict = "the highest of all segments" if clear else "the highest, but its interval includes the average"
    return Standout(
        text=(
            f"“{texts(large, 'label')[place]}” ({customers(floats(large, 'n_scored')[place])}): mean risk "
            f"{percent(means[place])} (90% interval {interval(lower, upper)}), {verdict}. "
            f"All customers: {percent(overall)}."
        ),
        tone=Tone.WATCH if clear else Tone.PLAIN,
        segment_id=texts(large, "segment_id")[place],
        screen="segment",
    )


def biggest_move(shares: pd.DataFrame) -> Standout | None:
    """Return the segment whose share of customers moved most between the last two dates.

    Parameters
    ----------
    shares : DataFrame
        A row a segment: ``segment_id``, ``label``, ``before_on``, ``now_on``, ``share_before``, ``share_now``.

    Returns
    -------
    Standout or None
        None where there is one date only, or nothing moved by a tenth of a point.
    """
    before, now = floats(shares, "share_before"), floats(shares, "share_now")
    place = place_of_largest([abs(b - a) for a, b in zip(before, now, strict=True)])
    if place is None or abs(now[place] - before[place]) < 0.001:
        return None
    verb = "grew" if now[place] > before[place] else "shrank"
    return Standout(
        text=(
            f"“{texts(shares, 'label')[place]}” {verb} most: from {percent(before[place])} of customers on "
            f"{day(texts(shares, 'before_on')[place])} to {percent(now[place])} on "
            f"{day(texts(shares, 'now_on')[place])} ({points(now[place] - before[place])})."
        ),
        segment_id=texts(shares, "segment_id")[place],
        screen="segment",
    )


def strongest_driver(drivers: pd.DataFrame, *, outcome_title: str) -> Standout | None:
    """Return what goes with the outcome most, and which way.

    Parameters
    ----------
    drivers : DataFrame
        Strongest first: ``title``, ``direction_words``.
    outcome_title : str
        The outcome in words, such as "leaving".
    """
    if drivers.empty:
        return None
    title, words = texts(drivers, "title")[0], texts(drivers, "direction_words")[0]
    return Standout(text=f"What goes with {outcome_title} most: {title} ({words}).", screen="drivers")


def leak_warning(leaks: pd.DataFrame, titles: Mapping[str, str]) -> Standout | None:
    """Return a warning where a feature looks too good to be true.

    Parameters
    ----------
    leaks : DataFrame
        ``feature``, a row a suspect.
    titles : mapping
        A feature's title in words.
    """
    names = [titles.get(feature, feature) for feature in dict.fromkeys(texts(leaks, "feature"))]
    if not names:
        return None
    shown = names[:3] + ([f"{len(names) - 3} more"] if len(names) > 3 else [])
    return Standout(
        text=(
            f"Too good to be true: {listing(shown)}. Check that "
            f"{'this is' if len(names) == 1 else 'these are'} known before the outcome, not because of it."
        ),
        tone=Tone.WATCH,
        screen="drivers",
    )


def structure_warning(facts: Mapping[str, object]) -> Standout | None:
    """Return the plain word that no groups were found; the Segment screen says how that was judged."""
    if facts.get("structure_found") is not False:
        return None
    return Standout(
        text="No groups were found: customers differ by degree, and no division holds when it is looked at again.",
        tone=Tone.WATCH,
        screen="segment",
    )


def missing_model(outcome: str, why_not: str) -> Standout:
    """Return the plain word that there is no model for an outcome, with the reason."""
    return Standout(text=f"No model for {outcome}: {why_not}", tone=Tone.WATCH, screen="drivers")


FEW_KNOWN = 0.5
"""Below this share of customers with a known outcome, the Overview says that the rest may differ."""


def few_known(n_known: int, n_scored: float) -> Standout | None:
    """Return a warning where most of those who have a risk have no known outcome.

    Parameters
    ----------
    n_known : int
        Known outcomes.
    n_scored : float
        Customers with a risk.
    """
    if n_scored <= 0 or n_known >= FEW_KNOWN * n_scored:
        return None
    return Standout(
        text=(
            f"Only {count(n_known)} outcomes are known for {customers(n_scored)} with a risk. "
            "The others may differ, so their risks are less sure than the intervals say."
        ),
        tone=Tone.WATCH,
        screen="drivers",
    )


def told(standouts: Iterable[Standout | None]) -> list[Standout]:
    """Return those that have something to say, what calls for attention first, else in the order given."""
    said = [standout for standout in standouts if standout is not None]
    return sorted(said, key=lambda standout: standout.tone is not Tone.WATCH)
