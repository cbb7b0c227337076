"""Who the selected are: how many of each segment, their risk, and what sets them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.insights.feature_sheet import FeatureSheet, feature_sheet
from analytics.insights.feature_words import feature_title
from analytics.insights.quick_profile import quick_profile
from analytics.insights.selection_profile import MOST_CATEGORIES
from analytics.store.snapshots import Snapshot
from pages.shared.readers import population
from pages.shared.readers.catalog import catalog
from pages.shared.readers.mean_risk import mean_risk
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection


@dataclass(frozen=True, eq=False)
class Apart:
    """What sets the selected apart from everyone.

    Attributes
    ----------
    table : DataFrame
        As `quick_profile` describes it, with each feature's `title` and `unit`, largest effects first.
    n_compared, n_selected : int
        How many of the selected it tells of, drawn at random where these are fewer than all.
    """

    table: pd.DataFrame
    n_compared: int
    n_selected: int

    @property
    def is_sample(self) -> bool:
        """Whether it tells of a random part of the selected."""
        return self.n_compared < self.n_selected


@remembered
def selected_by_segment(snapshot: Snapshot, selection: Selection, level: int) -> pd.DataFrame:
    """The segments of the selected: `segment_key`, `label`, `colour`, `n_selected`, `share`, `share_of_segment`."""
    found = pd.Categorical(population.segment_of(snapshot, level)["segment_id"])
    mask = population.selected(snapshot, selection)
    table = segments(snapshot)
    here = table.loc[table["level"] == level, ["segment_id", "segment_key", "label", "colour", "n_customers"]]
    # Codes begin at -1, which stands for none; a selected customer adds one at its segment's place.
    counts = np.bincount(found.codes[mask] + np.int64(1), minlength=len(found.categories) + 1)[1:]
    n = here["segment_id"].map(dict(zip(found.categories, counts, strict=True))).fillna(0).astype("int64")
    total = max(int(n.sum()), 1)
    return (
        here.assign(n_selected=n, share=n / total, share_of_segment=n / here["n_customers"].clip(lower=1))
        .sort_values("n_selected", ascending=False)
        .reset_index(drop=True)
    )


@remembered
def selected_risk(snapshot: Snapshot, selection: Selection, outcome: str) -> tuple[float | None, float | None]:
    """The mean risk of the selected, and of everyone; None where there is no model."""
    risk = population.risk(snapshot, outcome)["probability"].to_numpy(dtype=np.float64, na_value=np.nan)
    known = np.isfinite(risk)
    chosen = known & population.selected(snapshot, selection)
    if not known.any():
        return None, None
    return (float(risk[chosen].mean()) if chosen.any() else None), float(risk[known].mean())


@remembered
def risk_in_words(snapshot: Snapshot, selection: Selection, outcome: str) -> str:
    """The interval of the selected's mean risk and what it rests on; empty where nobody has a risk."""
    found = mean_risk(snapshot, outcome, population.selected(snapshot, selection))
    return "" if found is None else found.in_words()


@remembered
def what_sets_them_apart(snapshot: Snapshot, selection: Selection) -> Apart:
    """Compare the selected with everyone, feature by feature."""
    mask = population.selected(snapshot, selection)
    profile, n_compared = quick_profile(features_packed(snapshot), mask)
    known = catalog(snapshot)
    titles, units = [], []
    for name, category in zip(profile["feature"], profile["category"], strict=True):
        feature = known.get(str(name))
        title = feature_title(str(name), feature.description if feature is not None else "")
        is_category = isinstance(category, str)
        titles.append(f"{title}: {category}" if is_category else title)
        units.append("share" if is_category else feature.unit if feature is not None else "")
    return Apart(profile.assign(title=titles, unit=units), n_compared, int(mask.sum()))


@remembered_of_build
def features_packed(snapshot: Snapshot) -> FeatureSheet:
    """Every feature of every active customer, packed; read part by part, so that no whole copy is ever held."""
    parts = (part.drop(columns=["customer_id", "as_of"]) for part in _parts(snapshot))
    return feature_sheet(parts, len(population.customer_ids(snapshot)), _categories(snapshot))


def _parts(snapshot: Snapshot) -> Iterator[pd.DataFrame]:
    """The table of features in the order of `customer_ids`: as it is stored, if that is the order, else sorted."""
    stored = snapshot.query("features_as_stored")["customer_id"]
    if not stored.is_monotonic_increasing or stored.empty:
        yield snapshot.table("features").sort_values("customer_id", ignore_index=True)
        return
    for batch in snapshot.stream("SELECT * FROM features"):
        yield batch.to_pandas()


def _categories(snapshot: Snapshot) -> dict[str, list[str]]:
    """The most frequent values of each feature that is no number."""
    found: dict[str, list[str]] = {}
    for name, kind in snapshot.query("features_first").drop(columns=["customer_id", "as_of"]).dtypes.items():
        if not pd.api.types.is_numeric_dtype(kind):
            values = snapshot.query("population_feature", feature=name).iloc[:, 0].astype("string")
            found[str(name)] = [str(value) for value in values.value_counts().index[:MOST_CATEGORIES]]
    return found
