"""What the model found that nobody has named, each with the customers behind it, so that one click selects them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.insights.feature_words import feature_title
from analytics.insights.unnamed import odd_groups, sure_and_wrong
from analytics.stages.described import without_notes
from analytics.store.snapshots import Snapshot
from pages.shared.readers.catalog import catalog
from pages.shared.readers.remembered import remembered_of_build

SEED = 0


@dataclass(frozen=True)
class Finding:
    """Some customers that the model found.

    Attributes
    ----------
    key : str
        What a link calls it: kind and a checksum of the customers, so that it never means others.
    words : str
        What is odd about them.
    short : str
        The same on a chip.
    customers : tuple of str
        Their ids, sorted.
    """

    key: str
    words: str
    short: str
    customers: tuple[str, ...]


@remembered_of_build
def odd(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Small groups of customers who are like one another and unlike everybody else, the furthest first."""
    features = without_notes(snapshot.table("features")).drop(columns="as_of").set_index("customer_id")
    table = odd_groups(features, seed=SEED)
    known = catalog(snapshot)
    found = []
    for feature, difference, distance, members in table[
        ["feature", "difference", "distance", "customer_ids"]
    ].itertuples(index=False, name=None):
        entry = known.get(feature)
        title = feature_title(feature, entry.description, entry.unit) if entry else feature
        side = "above" if difference > 0 else "below"
        apart = f"{title}: {abs(difference):.1f} standard deviations {side} the average"
        far = f"They stand {distance:.1f} times as far from the middle as most."
        found.append(_finding("odd", f"{apart}. {far}", f"Odd group: {title}", members))
    return tuple(found)


@remembered_of_build
def surprises(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """Customers of the explore part of whom the model was sure, and wrong: as `sure_and_wrong`."""
    columns = ["customer_id", "as_of", "probability", "value", "surprise"]
    if not snapshot.tables() >= {"scores", "labels"}:
        return pd.DataFrame(columns=columns)
    rows = snapshot.query("scored_unseen", outcome=outcome)
    return sure_and_wrong(rows.drop(columns="value"), rows[["customer_id", "as_of", "value"]])


@remembered_of_build
def wrong(snapshot: Snapshot, outcome: str) -> tuple[Finding, ...]:
    """The two kinds of surprise: a low risk and yet it happened, a high risk and it did not."""
    table = surprises(snapshot, outcome)
    found = []
    for kind, value, words, short in (
        ("low", 1, "The model gave them a low risk, and it happened.", "Low risk, and it happened"),
        ("high", 0, "The model gave them a high risk, and it did not happen.", "High risk, and it did not happen"),
    ):
        members = table.loc[table["value"] == value, "customer_id"].tolist()
        if members:
            found.append(_finding(kind, words, short, members))
    return tuple(found)


def finding(snapshot: Snapshot, key: str, outcome: str) -> Finding | None:
    """The finding that a link names; None where the model finds other customers now."""
    kind = key.partition("-")[0]
    if kind not in {"odd", "low", "high"} or "features" not in snapshot.tables():
        return None
    among = odd(snapshot) if kind == "odd" else wrong(snapshot, outcome)
    return next((each for each in among if each.key == key), None)


def _finding(kind: str, words: str, short: str, members: Sequence[str]) -> Finding:
    customers = tuple(sorted(members))
    return Finding(f"{kind}-{zlib.crc32(chr(10).join(customers).encode()):08x}", words, short, customers)
