"""What a snapshot says about itself, with types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from analytics.settings import DEFAULT_CURRENCY, DEFAULT_OUTCOME
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import Json


@dataclass(frozen=True)
class OutcomeFacts:
    """One outcome: what it means, and whether a model could be made for it.

    Attributes
    ----------
    name : str
        Its name.
    definition : str
        What counts as this outcome, in plain words.
    source : str
        `recorded` by the bank, `derived` by Tandem, or `none`.
    has_model : bool
        Whether customers are scored for it.
    why_not : str, optional
        Why there is no model.
    n_positive, n_labelled : int
        Labelled customers, and those of them with the outcome.
    horizon_days : int, optional
        How far ahead it looks.
    """

    name: str
    definition: str
    source: str
    has_model: bool
    why_not: str | None
    n_positive: int
    n_labelled: int
    horizon_days: int | None

    def in_words(self) -> str:
        """What counts as this outcome, and who says so: one or two sentences."""
        meaning = self.definition.rstrip(".") or self.name.replace("_", " ")
        who = _WHO_SAYS.get(self.source)
        return f"{meaning}. {who}." if who else f"{meaning}."


_WHO_SAYS = {"recorded": "Recorded by the bank", "derived": "Worked out by Tandem from the transactions"}


def text_fact(snapshot: Snapshot, name: str, otherwise: str = "") -> str:
    """Give a fact that is text."""
    value = snapshot.facts.get(name)
    return value if isinstance(value, str) else otherwise


def number_fact(snapshot: Snapshot, name: str) -> float | None:
    """Give a fact that is a number."""
    value = snapshot.facts.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def as_of(snapshot: Snapshot) -> str:
    """Give the day that customers are described at, in ISO form."""
    return text_fact(snapshot, "as_of")


def currency(snapshot: Snapshot) -> str:
    """Give the reporting currency's code."""
    return text_fact(snapshot, "currency", DEFAULT_CURRENCY)


def default_outcome(snapshot: Snapshot) -> str:
    """Name the outcome that risk is about unless another is chosen."""
    return text_fact(snapshot, "default_outcome", DEFAULT_OUTCOME)


def outcomes(snapshot: Snapshot) -> dict[str, OutcomeFacts]:
    """Give every outcome of the snapshot, the default one first."""
    told = snapshot.facts.get("outcomes")
    found = cast("Mapping[str, Mapping[str, Json]]", told) if isinstance(told, Mapping) else {}
    first = default_outcome(snapshot)
    return {name: _outcome(name, found[name]) for name in sorted(found, key=lambda name: (name != first, name))}


def not_seen_ahead(snapshot: Snapshot) -> dict[str, str]:
    """Give what else is looked for ahead but can't be seen in these data, with the reason; empty where all can."""
    if "ahead_facts" not in snapshot.tables():
        return {}
    table = snapshot.table("ahead_facts").sort_values("position")
    unseen = table[table["source"] == "none"]
    return dict(zip(unseen["outcome"].astype(str), unseen["why_not"].astype(str), strict=True))


def structure_found(snapshot: Snapshot) -> bool | None:
    """Say whether the customers fall into segments; None where that was not looked at yet."""
    value = snapshot.facts.get("structure_found")
    return value if isinstance(value, bool) else None


def protected(snapshot: Snapshot) -> tuple[str, ...]:
    """List the protected attributes, which no model and no segmentation sees."""
    value = snapshot.facts.get("protected")
    return tuple(str(name) for name in value) if isinstance(value, list | tuple) else ()


def _outcome(name: str, told: Mapping[str, Json]) -> OutcomeFacts:
    horizon = told.get("horizon_days")
    why_not = told.get("why_not")
    return OutcomeFacts(
        name=name,
        definition=str(told.get("definition") or ""),
        source=str(told.get("source") or "none"),
        has_model=bool(told.get("has_model")),
        why_not=str(why_not) if why_not else None,
        n_positive=_count(told.get("n_positive")),
        n_labelled=_count(told.get("n_labelled")),
        horizon_days=int(horizon) if isinstance(horizon, int | float) else None,
    )


def _count(value: Json) -> int:
    return int(value) if isinstance(value, int | float) else 0
