"""Two groups side by side: in what they do, in what is protected, and in their risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.insights.comparison import comparison
from analytics.insights.feature_words import feature_title
from analytics.insights.protected_overlap import attribute_groups
from analytics.store.snapshots import Snapshot
from pages.shared.formats import words
from pages.shared.readers import facts, population
from pages.shared.readers.catalog import catalog
from pages.shared.readers.described import described
from pages.shared.readers.mean_risk import MeanRisk, mean_risk
from pages.shared.readers.population import Mask
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.selection import Selection


@dataclass(frozen=True)
class Sizes:
    """How many customers stand in each group.

    Attributes
    ----------
    n_a, n_b : int
        Customers in the first and in the second group.
    n_both : int
        Those in both, who are compared in neither.
    """

    n_a: int
    n_b: int
    n_both: int


@remembered
def sizes(snapshot: Snapshot, first: Selection, second: Selection | None) -> Sizes:
    """Count the groups; `second` is None for everyone who is not in the first."""
    a, b = _masks(snapshot, first, second)
    return Sizes(int(a.sum()), int(b.sum()), int((a & b).sum()))


@remembered
def behaviour(snapshot: Snapshot, first: Selection, second: Selection | None) -> pd.DataFrame:
    """The comparison of every feature with its `title` and `unit`, largest differences first."""
    table = comparison(described(snapshot), *_masks(snapshot, first, second))
    known = catalog(snapshot)
    titles, units = [], []
    for name, category in zip(table["feature"].astype(str), table["category"], strict=True):
        feature = known.get(name)
        title = feature_title(name, feature.description if feature is not None else "")
        is_category = isinstance(category, str)
        titles.append(f"{title}: {category}" if is_category else title)
        units.append("share" if is_category else feature.unit if feature is not None else "")
    currency = facts.currency(snapshot)
    return table.assign(
        title=pd.Series(titles, index=table.index, dtype="str"),
        unit=pd.Series(units, index=table.index, dtype="str").replace("money", currency),
    )


@remembered_of_build
def protected_groups(snapshot: Snapshot) -> pd.DataFrame:
    """The group of every active customer by each protected attribute, as categories."""
    names = [name for name in facts.protected(snapshot) if name in snapshot.columns("customers")]
    everyone = snapshot.table("customers").set_index("customer_id")
    ids = population.customer_ids(snapshot)
    as_of = date.fromisoformat(facts.as_of(snapshot))
    return pd.DataFrame(
        {name: attribute_groups(everyone[name].reindex(ids), as_of=as_of).astype("category") for name in names}
    )


@remembered
def protected(snapshot: Snapshot, first: Selection, second: Selection | None) -> pd.DataFrame:
    """The shares of each protected attribute's groups, as in `comparison`, with `title`: never part of behaviour."""
    table = comparison(protected_groups(snapshot), *_masks(snapshot, first, second))
    titles = [
        f"{words(name)}: {category}"
        for name, category in zip(table["feature"].astype(str), table["category"], strict=True)
    ]
    return table.assign(title=pd.Series(titles, index=table.index, dtype="str"), unit="share")


@remembered
def mean_risks(
    snapshot: Snapshot, first: Selection, second: Selection | None, outcome: str
) -> tuple[MeanRisk | None, MeanRisk | None]:
    """The mean risk in each group, without those in both; None where nobody has one."""
    a, b = _masks(snapshot, first, second)
    return mean_risk(snapshot, outcome, a & ~b), mean_risk(snapshot, outcome, b & ~a)


def _masks(snapshot: Snapshot, first: Selection, second: Selection | None) -> tuple[Mask, Mask]:
    a = population.selected(snapshot, first)
    return a, (~a if second is None else population.selected(snapshot, second))
