"""What the Map of reasons reads: each customer's main reason and group, the groups in words, how good the map is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.insights.columns import floats
from analytics.insights.reason_words import group_sentences, group_titles, reason_titles
from analytics.store.snapshots import Snapshot
from pages.shared.formats import interval, percent
from pages.shared.readers import layouts, population
from pages.shared.readers.catalog import titles
from pages.shared.readers.mean_risk import MeanRisk, mean_risk
from pages.shared.readers.remembered import remembered_of_build
from pages.shared.readers.unnamed import Finding

KIND = "reasons"
_NEEDED = {"reason_map", "reason_groups", "reason_map_facts"}


@dataclass(frozen=True)
class MapFacts:
    """How good a map of reasons is, and whether it falls into groups.

    Attributes
    ----------
    trustworthiness, neighbour_recall : float
        As of the map of behaviour (0 to 1).
    silhouette, reference : float
        Of the groups, and of tables whose columns were shuffled.
    n_groups : int
        1 where none were found, 0 where the outcome has no model.
    """

    trustworthiness: float
    neighbour_recall: float
    silhouette: float
    reference: float
    n_groups: int


def is_known(snapshot: Snapshot) -> bool:
    """Say whether the map was drawn."""
    return snapshot.tables() >= _NEEDED


@remembered_of_build
def map_facts(snapshot: Snapshot, outcome: str) -> MapFacts | None:
    """How good the map is; None where the outcome has no model."""
    table = snapshot.table("reason_map_facts")
    own = table[table["outcome"] == outcome]
    if own.empty:
        return None
    return MapFacts(
        trustworthiness=floats(own, "trustworthiness")[0],
        neighbour_recall=floats(own, "neighbour_recall")[0],
        silhouette=floats(own, "silhouette")[0],
        reference=floats(own, "reference")[0],
        n_groups=int(_groups(snapshot, outcome)["reason_group"].nunique()),
    )


@remembered_of_build
def customers(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """`reason_title`, `group_title`, `reason_group`, `main_push` of every active customer; missing without a place."""
    table = snapshot.query("population_reason_place", outcome=outcome)
    named = group_titles(_groups(snapshot, outcome), titles(snapshot))
    return pd.DataFrame(
        {
            "reason_title": reason_titles(table["main_reason"], table["main_push"], titles(snapshot)),
            "group_title": table["reason_group"].astype("float64").map(named).astype("str"),
            "reason_group": table["reason_group"].astype("float64"),
            "main_push": table["main_push"],
        }
    )


@remembered_of_build
def groups(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """Each group, the largest first: `title`, `sentence`, `key` (of a link), `n_customers`, risk with interval."""
    table, own = _groups(snapshot, outcome), customers(snapshot, outcome)
    numbers = [int(group) for group in table["reason_group"].unique()]
    risks = {one: mean_risk(snapshot, outcome, (own["reason_group"] == one).to_numpy()) for one in numbers}
    worded = {one: _worded(risk) for one, risk in risks.items() if risk is not None}
    known, map_id = titles(snapshot), layouts.reasons(snapshot, outcome).map_id
    named, said = group_titles(table, known), group_sentences(table, known, worded)
    sizes = table.drop_duplicates("reason_group").set_index("reason_group")["n_customers"]
    return pd.DataFrame(
        [
            {
                "reason_group": group,
                "title": title,
                "sentence": said[group],
                "key": f"{KIND}-{outcome}-{group}-{map_id}",
                "n_customers": int(sizes[group]),
                **_numbers(risks[group]),
            }
            for group, title in named.items()
        ],
        columns=["reason_group", "title", "sentence", "key", "n_customers", "mean_risk", "lower", "upper"],
    )


@remembered_of_build
def main_reasons(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """How many customers have each main reason, the commonest first: `title`, `n_customers`, `share`, risk, `words`."""
    own = customers(snapshot, outcome)["reason_title"]
    counted = own.dropna().value_counts().rename_axis("title").reset_index(name="n_customers")
    counted = counted.sort_values(["n_customers", "title"], ascending=[False, True], ignore_index=True)
    risks = [mean_risk(snapshot, outcome, (own == title).to_numpy(dtype=np.bool_)) for title in counted["title"]]
    numbers = pd.DataFrame([_numbers(risk) for risk in risks], columns=["mean_risk", "lower", "upper"])
    return pd.concat([counted, numbers], axis=1).assign(
        share=counted["n_customers"] / max(int(counted["n_customers"].sum()), 1),
        words=["" if risk is None else _worded(risk) for risk in risks],
    )


def finding(snapshot: Snapshot, key: str) -> Finding | None:
    """The customers of a group, as a link names them; None where there is no such group."""
    outcome = key.removeprefix(f"{KIND}-").rsplit("-", 2)[0]
    if not is_known(snapshot) or map_facts(snapshot, outcome) is None:
        return None
    named = groups(snapshot, outcome)
    own = named[named["key"] == key]
    if own.empty:
        return None
    ids = population.customer_ids(snapshot)
    inside = (customers(snapshot, outcome)["reason_group"] == int(own["reason_group"].iloc[0])).to_numpy()
    title, sentence = str(own["title"].iloc[0]), str(own["sentence"].iloc[0])
    return Finding(key, sentence, f"Reasons: {title}", tuple(ids[inside]))


def _groups(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    table = snapshot.table("reason_groups")
    return table[table["outcome"] == outcome].reset_index(drop=True)


def _numbers(risk: MeanRisk | None) -> dict[str, float]:
    if risk is None:
        return {"mean_risk": np.nan, "lower": np.nan, "upper": np.nan}
    return {"mean_risk": risk.mean, "lower": risk.lower, "upper": risk.upper}


def _worded(risk: MeanRisk) -> str:
    return f"mean risk {percent(risk.mean)} (90% interval {interval(risk.lower, risk.upper)})"
