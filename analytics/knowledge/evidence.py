"""What a finding rests on: figures that the server measures, and keeps as they were."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.vocabulary import Json


@dataclass(frozen=True)
class Figure:
    """One number of some customers, beside that of all.

    Attributes
    ----------
    name : str
        ``risk`` (the mean of the customers' own risks, 0-1) or a KPI's name.
    unit : str
        ``share``, ``customers``, … as in ``kpis``.
    period : str
        A KPI's period; empty for the risk, which is of the data's date.
    value, lower, upper : float or None
        Of these customers, with a 90% interval; None where there is none.
    of_all, all_lower, all_upper : float or None
        Of all customers; the value itself is None where the finding is about everyone.
    """

    name: str
    unit: str
    period: str
    value: float
    lower: float | None = None
    upper: float | None = None
    of_all: float | None = None
    all_lower: float | None = None
    all_upper: float | None = None


@dataclass(frozen=True)
class Evidence:
    """What a snapshot says about some customers.

    Attributes
    ----------
    snapshot : str
        Which one.
    as_of : date
        The data's date.
    n_customers, n_all : int
        How many it is about, and how many active customers there are.
    outcome : str
        What the risk is the risk of; empty where none is known.
    figures : tuple of Figure
        The few that say it.
    """

    snapshot: str
    as_of: date
    n_customers: int
    n_all: int
    outcome: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Asks:
    """What to measure.

    Attributes
    ----------
    ids : collection of str or None
        The customers; None: those of `member`, and without one everybody.
    member : tuple of str or None
        The dimension and member of ``kpis`` that they are; None where KPIs are not known of them.
    kpi : str or None
        The KPI that the claim is about, which comes first.
    outcome : str or None
        The outcome that risk is about; None for the default one.
    """

    ids: Collection[str] | None
    member: tuple[str, str] | None
    kpi: str | None = None
    outcome: str | None = None


Measurer = Callable[[Asks], Evidence]
"""Reads the figures out of the snapshot that is served."""


def measured(evidence: Evidence) -> dict[str, Json]:
    """Write evidence down as the ledger keeps it."""
    return {
        "snapshot": evidence.snapshot,
        "as_of": evidence.as_of.isoformat(),
        "n_customers": evidence.n_customers,
        "n_all": evidence.n_all,
        "outcome": evidence.outcome,
        "figures": [_figure_told(each) for each in evidence.figures],
    }


def evidence_of(told: Json) -> Evidence:
    """Read evidence as the ledger keeps it."""
    told = told if isinstance(told, Mapping) else {}
    rows = told.get("figures")
    return Evidence(
        snapshot=str(told["snapshot"]),
        as_of=date.fromisoformat(str(told["as_of"])),
        n_customers=int(str(told["n_customers"])),
        n_all=int(str(told["n_all"])),
        outcome=str(told["outcome"]),
        figures=tuple(_figure_of(each) for each in rows if isinstance(each, Mapping))
        if isinstance(rows, Sequence)
        else (),
    )


_NUMBERS = ("value", "lower", "upper", "of_all", "all_lower", "all_upper")


def _figure_told(figure: Figure) -> dict[str, Json]:
    numbers = {name: getattr(figure, name) for name in _NUMBERS}
    there = {name: value for name, value in numbers.items() if value is not None}
    return {"name": figure.name, "unit": figure.unit, "period": figure.period, **there}


def _figure_of(told: Mapping[str, Json]) -> Figure:
    numbers = {name: float(str(told[name])) for name in _NUMBERS if name in told}
    return Figure(str(told["name"]), str(told["unit"]), str(told["period"]), **numbers)
