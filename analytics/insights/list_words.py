"""Retention lists in plain words: who is left out, what a trial found, how small an effect could be seen, what came."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.insights.list_results import FEWEST_A_SIDE, ListResult, ListVerdict
from analytics.insights.retention_list import BEYOND, ELSEWHERE, LATELY, NO_CONSENT, NO_GAIN, UNKNOWN
from analytics.insights.wording import count, listing, percent
from analytics.knowledge.retention_lists import Ranking
from analytics.number_marks import written

ANY = "(any)"
BY: Mapping[Ranking, str] = {
    Ranking.UPLIFT: "Customers saved",
    Ranking.VALUE: "Value saved",
    Ranking.RISK: "Risk",
}
"""What comes first, as a choice."""
EFFECT_UNKNOWN = "Ranked by risk; effect unknown."
_REASONS: Mapping[str, str] = {
    NO_CONSENT: "have not agreed",
    ELSEWHERE: "are on another list that is not ripe yet",
    LATELY: "were contacted lately",
    UNKNOWN: "can't be ranked",
    NO_GAIN: "would not be kept by an offer, or be driven away",
    BEYOND: "are beyond what there is room for",
}
_VERDICTS: Mapping[str, str] = {
    "lowers": "it keeps customers",
    "raises": "it drives customers away",
    "unsure": "that can't be told from no effect",
}


def points_words(share: float) -> str:
    """Write a difference of shares in percentage points, with its sign.

    Examples
    --------
    >>> points_words(0.0352), points_words(-0.004)
    ('+3.5', '−0.4')
    """
    return written(share * 100, "+.1f").replace("-", "−")


def left_out_words(left_out: Mapping[str, int]) -> str:
    """Say how many are not on a list, and why; empty where all of them are.

    Examples
    --------
    >>> left_out_words({"no_consent": 1654, "no_gain": 0, "beyond_capacity": 20})
    'Left out: 1,654 have not agreed; 20 are beyond what there is room for.'
    """
    told = [f"{count(left_out[name])} {words}" for name, words in _REASONS.items() if left_out.get(name)]
    return f"Left out: {'; '.join(told)}." if told else ""


def trial_words(effects: pd.DataFrame, offer: str, channel: str = "") -> str:
    """Say what trials found of an offer, over the channel where that was compared.

    Parameters
    ----------
    effects : DataFrame
        ``offer_effects``.
    offer, channel : str
        As in ``contacts``; an empty channel is any.

    Returns
    -------
    str
        One sentence; that nothing is known, where it was never held back from enough customers.
    """
    own = effects[(effects["offer"] == offer) & (effects["effect"].notna())]
    over = own[own["channel"] == (channel or ANY)] if "channel" in own else own
    row = (over if len(over) else own).head(1)
    if row.empty:
        return f"No trial has compared this offer with none. {EFFECT_UNKNOWN}"
    found = row.iloc[0]
    where = f" over {found['channel']}" if str(found.get("channel", ANY)) != ANY else ""
    numbers = ("share_offered", "share_held_back", "effect", "lower", "upper")
    offered, held_back, effect, lower, upper = (float(found[name]) for name in numbers)
    ends = f"{points_words(lower)} to {points_words(upper)}"
    return (
        f"In trials of this offer{where}, {percent(offered)} of {count(float(found['n_offered']))} who got it left, and"
        f" {percent(held_back)} of {count(float(found['n_held_back']))} who did not: {points_words(effect)} points kept"
        f" (90% interval {ends}); {_VERDICTS[str(found['verdict'])]}."
    )


def average_words(row: pd.Series) -> str:
    """Say what all offers together did, from their row of ``offer_effects``."""
    n = f"{count(float(row['n_offered']))} were offered something and {count(float(row['n_held_back']))} were not"
    if pd.isna(row["effect"]):
        return f"{n}, as the draw would have it: too few to compare."
    effect, ends = float(row["effect"]), (float(row["lower"]), float(row["upper"]))
    less = f"{points_words(abs(effect))[1:]} points {'fewer' if effect >= 0 else 'more'} left with an offer"
    return (
        f"Of all customers in trials, {n}: {less} (points kept {points_words(effect)}, 90% interval"
        f" {points_words(ends[0])} to {points_words(ends[1])})."
    )


def least_words(least: float, base: float, n_contacted: int, n_held_back: int, *, days: int | None) -> str:
    """Say how small an effect a list could show.

    Parameters
    ----------
    least : float
        As `least_effect` gives it.
    base : float
        The share who would leave without an offer, as expected.
    n_contacted, n_held_back : int
        The list's two sides.
    days : int or None
        Within how many days they would leave; None where the data don't say.

    Returns
    -------
    str
        One or two sentences.
    """
    if not n_held_back:
        return "Nobody is held back: what the list does will never be known."
    within = "" if days is None else f" within {days} days"
    told = (
        f"With {count(n_contacted)} contacted and {count(n_held_back)} held back, of whom {percent(base)} are expected"
        f" to leave{within}, an effect under {percent(least)[:-1]} points will hardly be told from chance."
    )
    if least > base:
        more = "hold more back, or make it longer"
        return f"{told} Even if nobody contacted left, this list alone could not show it: {more}."
    return told


def result_words(found: ListResult) -> str:
    """Say what came of a list that is ripe, or when it will be.

    Examples are in the tests.
    """
    if found.verdict is ListVerdict.NOT_RIPE:
        return f"Not ripe before {found.ripe_on.day} {found.ripe_on:%B %Y}."
    contacted = (
        f"Of {count(found.contacted.n)} to be contacted {count(found.contacted.n_stayed)} are still here"
        f" ({percent(found.contacted.share)})"
    )
    if found.verdict is ListVerdict.NO_HOLD_OUT:
        return f"{contacted}. Nobody was held back, so nobody knows how many would have stayed anyway."
    held = (
        f"of {count(found.held_back.n)} held back {count(found.held_back.n_stayed)} ({percent(found.held_back.share)})"
    )
    if found.verdict is ListVerdict.FEW:
        return f"{contacted}, {held}: too few to tell (at least {FEWEST_A_SIDE} on each side)."
    said = {
        ListVerdict.KEPT: "the list kept customers",
        ListVerdict.DROVE_AWAY: "the list drove customers away",
        ListVerdict.UNSURE: "that can't be told from chance",
    }[found.verdict]
    ends = f"{points_words(found.lower)} to {points_words(found.upper)}"
    return f"{contacted}, {held}: {points_words(found.uplift)} points (90% interval {ends}); {said}."


def result_in_short(found: ListResult) -> str:
    """Say what came of a list in a few words."""
    if found.verdict is ListVerdict.NOT_RIPE:
        return result_words(found)
    if found.verdict is ListVerdict.NO_HOLD_OUT:
        return "Nobody was held back: not known"
    if found.verdict is ListVerdict.FEW:
        return "Too few to tell"
    words = {ListVerdict.KEPT: "kept customers", ListVerdict.DROVE_AWAY: "drove customers away"}
    ends = f"{points_words(found.lower)} to {points_words(found.upper)}"
    return f"{points_words(found.uplift)} points ({ends}): {words.get(found.verdict, 'no sure effect')}"


def reached_words(found: ListResult, *, knows_contacts: bool) -> str:
    """Say what the channels did by what came back, and what speaks against the comparison."""
    if not knows_contacts:
        return "The bank's data have no contacts, so nobody can see who was reached and who accepted."
    side = found.contacted
    told = [f"reached {count(side.n_reached)} of {count(side.n)}", f"accepted by {count(side.n_accepted)}"]
    if side.reward:
        told.append(f"reward {count(side.reward)}")
    words = f"By the contacts that came back: {listing(told)}."
    if found.held_back.n_reached:
        words += (
            f" {count(found.held_back.n_reached)} of those held back were contacted all the same, which brings the"
            " two sides closer together."
        )
    return words
