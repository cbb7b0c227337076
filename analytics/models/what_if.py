"""What the model says of one customer after changes that somebody chose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.models.changes_tried import Change, Field
from analytics.models.counterfactuals import LEAST_PLAUSIBLE
from analytics.models.named_rows import NamedRows


@dataclass(frozen=True)
class WhatIf:
    """A customer as they would be.

    Attributes
    ----------
    probability : float
        The model's risk (0–1).
    plausibility : float
        Near real customers: see `Ground.plausibility`.
    is_among_real : bool
        Whether every changed value lies between the least and the most of real customers, and the whole near some.
        Where not, the model was never shown anything like it.
    """

    probability: float
    plausibility: float
    is_among_real: bool


def what_if(field: Field, customer: NamedRows, owner: int, change: Change) -> WhatIf:
    """Apply levers to a customer, one after another, in steps that there are.

    Parameters
    ----------
    field : Field
        Levers, model and real customers.
    customer : NamedRows
        The one customer.
    owner : int
        Their row among the real customers; -1 where they are not among them.
    change : Change
        The levers and sizes; none leaves the customer as they are.

    Returns
    -------
    WhatIf
        What the model says.
    """
    after = customer
    for place, size in change:
        after = field.levers[place].moved(after, size)
    plausibility = float(field.ground.plausibility(after, np.array([owner]))[0])
    in_range = bool(field.ranges.hold(customer, after)[0])
    is_real = not change or (in_range and plausibility >= LEAST_PLAUSIBLE)
    return WhatIf(float(field.reader.probability(after)[0]), plausibility, is_real)


def steps_of(field: Field, customer: NamedRows, place: int) -> list[tuple[float, float]]:
    """List a lever's steps for a customer: the size, and what the feature that it is about would be.

    Steps that change nothing, lead to the same value as one before, or leave the range of real customers are left out.
    """
    lever = field.levers[place]
    own = float(customer[lever.acts_on[0]][0])
    found: list[tuple[float, float]] = []
    for size in lever.sizes:
        after = lever.moved(customer, size)
        value = float(after[lever.acts_on[0]][0])
        is_new = not np.isnan(value) and value not in {own, *(known for _, known in found)}
        if is_new and field.ranges.hold(customer, after)[0]:
            found.append((size, value))
    return found
