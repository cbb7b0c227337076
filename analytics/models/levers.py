"""Levers: what somebody could do for a customer, and everything about the customer that would then be otherwise.

A change is read as "had the last 90 days gone so". What lies further back stays as it was: a count of 365 days moves
by as much as the count of 90 days does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from analytics.models.bank_levers import bank_levers
from analytics.models.customer_levers import customer_levers
from analytics.models.lever import Lever
from analytics.models.named_rows import NamedRows

ACTORS: Mapping[str, tuple[str, ...]] = {"churn": ("bank",)}
"""Who can be asked to change something, by outcome: that customers stay is for the bank to bring about."""

EVERYBODY = ("bank", "customer")
_Make = Callable[[NamedRows], list[Lever]]
_MAKERS: tuple[_Make, ...] = (bank_levers, customer_levers)


@dataclass(frozen=True)
class Rule:
    """What the catalogue says of a feature.

    Attributes
    ----------
    actor : str
        ``bank``, ``customer`` or ``none``.
    direction : str
        ``up``, ``down``, ``either`` or ``none``.
    """

    actor: str
    direction: str


def catalogue_rules(catalog: pd.DataFrame) -> dict[str, Rule]:
    """Read from the catalogue who can change a feature, and which way.

    Parameters
    ----------
    catalog : DataFrame
        ``feature``, ``actionable`` (0 or 1), ``actionable_by``, ``direction``.

    Returns
    -------
    dict of str to Rule
        By feature.
    """
    columns = (catalog[name] for name in ("feature", "actionable", "actionable_by", "direction"))
    return {
        str(feature): Rule(str(actor), str(direction)) if actionable else Rule("none", "none")
        for feature, actionable, actor, direction in zip(*columns, strict=True)
    }


def levers_for(outcome: str, rows: NamedRows, rules: Mapping[str, Rule]) -> list[Lever]:
    """Name the levers that there are for an outcome.

    Parameters
    ----------
    outcome : str
        Its name. For ``churn`` only the bank acts, for everything else the customer may too.
    rows : NamedRows
        The customers as they are.
    rules : mapping of str to Rule
        From the catalogue: a lever is left out unless all that it acts on may be acted on, by one who may.

    Returns
    -------
    list of Lever
        Always in the same order; none where the catalogue lets nobody change anything.
    """
    actors = ACTORS.get(outcome, EVERYBODY)
    return [lever for make in _MAKERS for lever in make(rows) if _may_be(lever, rules, actors)]


def _may_be(lever: Lever, rules: Mapping[str, Rule], actors: Collection[str]) -> bool:
    return all(name in rules and rules[name].actor in actors for name in lever.acts_on)
