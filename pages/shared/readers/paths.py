"""What came before and after an event, within the selection; and who did so, for a link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.charts.before_and_after import path_words
from analytics.insights.before_and_after import MOST_STEPS, NOTHING, Aligned, aligned, anchors, hidden_share, tree
from analytics.store.snapshots import Snapshot
from pages.shared.readers.happened import alphabet, everybody, happened, symbol_words
from pages.shared.readers.remembered import remembered_of_build
from pages.shared.readers.unnamed import Finding
from pages.shared.selection import LONGEST_TEXT

KIND = "path"
NEEDS = ("sequences", "alphabet", "customers")
DAYS = (30, 90, 365)
_AND, _NOTHING = "|", "-"


@dataclass(frozen=True)
class Moment:
    """Which moment customers are aligned on, and how far from it things count.

    Attributes
    ----------
    symbol : str
        What happened.
    is_last : bool
        Whether it is each customer's last time; else the first.
    days : int
        One of `DAYS`.
    """

    symbol: str
    is_last: bool
    days: int


def choosable(snapshot: Snapshot) -> dict[str, str]:
    """What customers can be aligned on, with its words and how many had it; the most frequent first."""
    known = alphabet(snapshot)
    did = happened(snapshot)
    there = {did.symbols[number] for number in np.flatnonzero(np.bincount(did.symbol, minlength=len(did.symbols)))}
    kept = known[known["symbol"].isin(there)].sort_values("n_customers", ascending=False)
    return dict(zip(kept["symbol"].astype(str), kept["words"].astype(str), strict=True))


def left_out(snapshot: Snapshot) -> list[str]:
    """What happens all the time and is in no tree, in words."""
    kept, words = choosable(snapshot), symbol_words(snapshot)
    known = alphabet(snapshot)
    some = known[known["n_rows"].astype(float) > 0]["symbol"].astype(str)
    return [words[symbol] for symbol in some if symbol not in kept]


def names(snapshot: Snapshot) -> tuple[str, ...]:
    """The words of every symbol, in the order of their numbers."""
    words = symbol_words(snapshot)
    return tuple(words[symbol] for symbol in happened(snapshot).symbols)


@remembered_of_build
def side(snapshot: Snapshot, moment: Moment, way: int) -> Aligned:
    """What everybody did before (-1) or after (1) a moment."""
    did = happened(snapshot)
    at = anchors(did.customer, did.symbol, did.symbols.index(moment.symbol), last=moment.is_last)
    return aligned(did.customer, did.day, did.symbol, at, way=way, days=moment.days)


def within(steps: Aligned, chosen: NDArray[np.bool_]) -> Aligned:
    """Keep some customers."""
    kept = chosen[steps.customer]
    return Aligned(steps.customer[kept], steps.symbol[kept], steps.gap[kept])


def key_of(moment: Moment, way: int, path: tuple[int, ...], symbols: tuple[str, ...]) -> str:
    """What a link calls the customers of a place in a tree; empty where it can't be said in a link."""
    if any(symbol < NOTHING for symbol in path):
        return ""
    steps = [_NOTHING if symbol == NOTHING else symbols[symbol] for symbol in path]
    head = ("after" if way > 0 else "before", "last" if moment.is_last else "first", str(moment.days), moment.symbol)
    parts = [*head, *steps]
    text = f"{KIND}-{_AND.join(parts)}"
    return "" if len(text) > LONGEST_TEXT or not text.isprintable() or text.count(_AND) != len(parts) - 1 else text


def read_key(snapshot: Snapshot, key: str) -> tuple[Moment, int, tuple[int, ...]] | None:
    """Read what `key_of` wrote; None where it makes no sense here."""
    way, which, days, symbol, *steps = [*key.removeprefix(f"{KIND}-").split(_AND), *[""] * 4][: 4 + MOST_STEPS]
    steps = [step for step in steps if step]
    known = {name: number for number, name in enumerate(happened(snapshot).symbols)} | {_NOTHING: NOTHING}
    is_known = way in ("before", "after") and which in ("first", "last") and days in map(str, DAYS)
    if not is_known or symbol not in choosable(snapshot) or not steps or any(step not in known for step in steps):
        return None
    return Moment(symbol, which == "last", int(days)), 1 if way == "after" else -1, tuple(known[step] for step in steps)


@remembered_of_build
def finding(snapshot: Snapshot, key: str) -> Finding | None:
    """The customers whose path a link names; None where it makes no sense here."""
    read = read_key(snapshot, key) if set(NEEDS) <= snapshot.tables() else None
    if read is None:
        return None
    moment, way, path = read
    steps = side(snapshot, moment, way)
    here = np.all([steps.symbol[:, step] == symbol for step, symbol in enumerate(path)], axis=0)
    spoken, which = names(snapshot), "last" if moment.is_last else "first"
    where = f"{'after' if way > 0 else 'before'} the {which} “{symbol_words(snapshot)[moment.symbol]}”"
    words = f"{path_words(path, way, spoken)}, {where}"
    return Finding(
        key,
        f"Within {moment.days} days: {words}.",
        f"Did: {words}",
        tuple(everybody(snapshot).iloc[steps.customer[here]]),
    )


def hidden(steps: Aligned, shares: tuple[float, ...]) -> pd.DataFrame:
    """Say what each simplification hides: `least_share`, `n_parts`, `hidden` (0–1 of the customers)."""
    trees = [tree(steps, least_share=share) for share in shares]
    return pd.DataFrame(
        {
            "least_share": list(shares),
            "n_parts": [len(told) for told in trees],
            "hidden": [hidden_share(told) for told in trees],
        }
    )
