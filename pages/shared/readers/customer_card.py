"""A customer in a few words, for the map."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers import population
from pages.shared.readers.segments import by_id


@dataclass(frozen=True)
class CustomerCard:
    """A customer in a few words.

    Attributes
    ----------
    customer_id : str
        Whose.
    segment : str
        The segment's name at the level asked for.
    probability, lower, upper : float, optional
        The risk with its interval; None without a model.
    """

    customer_id: str
    segment: str
    probability: float | None
    lower: float | None
    upper: float | None


def customer_card(snapshot: Snapshot, customer: str, level: int, outcome: str) -> CustomerCard | None:
    """Give a customer's segment and risk; None where no active customer has this id."""
    at = population.place_of(snapshot, customer)
    if at is None:
        return None
    named = by_id(snapshot)["label"].to_dict()
    risk = population.risk(snapshot, outcome).iloc[at]
    known = pd.notna(risk["probability"])
    return CustomerCard(
        customer_id=customer,
        segment=str(named.get(population.segment_of(snapshot, level)["segment_id"].iloc[at], "")),
        probability=float(risk["probability"]) if known else None,
        lower=float(risk["lower"]) if known else None,
        upper=float(risk["upper"]) if known else None,
    )
