"""What follows what, within the selection."""

from __future__ import annotations

import pandas as pd

from analytics.insights.transitions import transitions
from analytics.store.snapshots import Snapshot
from pages.shared.readers import paths
from pages.shared.readers.ever import chosen_ever
from pages.shared.readers.happened import happened
from pages.shared.readers.remembered import remembered
from pages.shared.selection import Selection


@remembered
def following(snapshot: Snapshot, selection: Selection, days: int) -> pd.DataFrame:
    """Every pair of `transitions` among the selected, with the symbols and the words of both."""
    did, chosen = happened(snapshot), chosen_ever(snapshot, selection)
    rows = slice(None) if selection.is_everyone else chosen[did.customer]
    table = transitions(did.customer[rows], did.day[rows], did.symbol[rows], n_symbols=len(did.symbols), days=days)
    spoken = paths.names(snapshot)
    return table.assign(
        before_symbol=[did.symbols[number] for number in table["before"]],
        after_symbol=[did.symbols[number] for number in table["after"]],
        before_words=[spoken[number] for number in table["before"]],
        after_words=[spoken[number] for number in table["after"]],
    )


def most_frequent(table: pd.DataFrame, n: int) -> list[str]:
    """The symbols that take part most often, the most frequent first."""
    as_first, as_second = (table.groupby(side)["n_times"].sum() for side in ("before_symbol", "after_symbol"))
    times = as_first.add(as_second, fill_value=0).sort_values(ascending=False, kind="stable")
    return [str(symbol) for symbol in times.index[:n]]
