"""What is read about how pushes go with values, and about pairs of features."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.value_bins import bin_words
from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts
from pages.shared.readers.catalog import catalog, titles
from pages.shared.readers.churn import drivers
from pages.shared.readers.remembered import remembered

_NEEDED = {"driver_shapes", "driver_pairs", "pair_shapes"}


def is_known(snapshot: Snapshot) -> bool:
    """Say whether it was worked out."""
    return snapshot.tables() >= _NEEDED


@remembered
def features(snapshot: Snapshot, outcome: str) -> dict[str, str]:
    """The features that have a shape, with their titles; the strongest driver first."""
    table = snapshot.table("driver_shapes")
    there = set(texts(table[table["outcome"] == outcome], "feature"))
    ranked = texts(drivers(snapshot, outcome), "feature")
    ordered = [one for one in ranked if one in there] or sorted(there)
    return {one: titles(snapshot).get(one, one) for one in ordered}


@remembered
def shape(snapshot: Snapshot, outcome: str, feature: str) -> pd.DataFrame:
    """A feature's mean push by parts of its values, with `title`; for the chart `contribution` and `is_sure`."""
    table = snapshot.table("driver_shapes")
    own = table[(table["outcome"] == outcome) & (table["feature"] == feature)].reset_index(drop=True)
    return _filled(own).assign(
        title=_bin_titles(own, "", _unit(snapshot, feature)),
        contribution=own["mean_push"],
        is_sure=True,
    )


@remembered
def pairs(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """Pairs by how much they add together, the strongest first, with `title`; `contribution` is their size."""
    table = snapshot.table("driver_pairs")
    own = table[table["outcome"] == outcome].sort_values("mean_abs_together", ascending=False, ignore_index=True)
    known = titles(snapshot)
    both = zip(texts(own, "feature"), texts(own, "other_feature"), strict=True)
    named = [f"{known.get(one, one)} × {known.get(two, two)}" for one, two in both]
    return own.assign(title=pd.Series(named, dtype="str"), contribution=own["mean_abs_together"], is_sure=True)


@remembered
def pair_shape(snapshot: Snapshot, outcome: str, feature: str, other: str) -> pd.DataFrame:
    """What a pair adds by parts of both features, with `title` and `other_title`; empty where it isn't drawn."""
    table = snapshot.table("pair_shapes")
    mask = (table["outcome"] == outcome) & (table["feature"] == feature) & (table["other_feature"] == other)
    own = table[mask].reset_index(drop=True)
    return _filled(own).assign(
        title=_bin_titles(own, "", _unit(snapshot, feature)),
        other_title=_bin_titles(own, "other_", _unit(snapshot, other)),
    )


def _unit(snapshot: Snapshot, feature: str) -> str:
    known: Mapping[str, str] = {name: each.unit for name, each in catalog(snapshot).items()}
    unit = known.get(feature, "")
    return facts.currency(snapshot) if unit == "money" else unit


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    """A mean of one customer has no interval: it is drawn as a dot."""
    return table.assign(**{name: table[name].fillna(table["mean_push"]) for name in ("lower", "upper")})


def _bin_titles(table: pd.DataFrame, prefix: str, unit: str) -> pd.Series:
    said = [
        bin_words(low, high, text, unit)
        for low, high, text in zip(
            floats(table, f"{prefix}from_value"),
            floats(table, f"{prefix}to_value"),
            texts(table, f"{prefix}text"),
            strict=True,
        )
    ]
    return pd.Series(said, index=table.index, dtype="str")
