"""Levers: what somebody could do for a customer, and everything about the customer that would then be otherwise.

A change is read as "had the last 90 days gone so". What lies further back stays as it was: a count of 365 days moves
by as much as the count of 90 days does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.models.bank_levers import bank_levers
from analytics.models.column_levers import COLUMN, category_lever, number_lever
from analytics.models.customer_levers import customer_levers
from analytics.models.lever import Lever
from analytics.models.named_rows import NamedRows

ACTORS: Mapping[str, tuple[str, ...]] = dict.fromkeys(("churn", "dormancy", "balance_run_down"), ("bank",))
"""Who can be asked to change something, by outcome: that customers stay, stay active and keep their money with the bank
is for the bank to bring about."""

ITSELF: Mapping[str, tuple[str, ...]] = {"balance_run_down": ("overdrawn",), "product_take_up": ("open ",)}
"""How levers begin that would do the outcome itself, or undo it, by outcome: they would explain nothing."""

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
    lever : str
        What it is changed with; ``column`` where it is a column of a customer table that somebody named.
    step : str
        Of such a column: the smallest step, or the allowed values joined by ``|``; empty where nobody said.
    """

    actor: str
    direction: str
    lever: str = ""
    step: str = ""


def catalogue_rules(catalog: pd.DataFrame) -> dict[str, Rule]:
    """Read from the catalogue who can change a feature, and which way.

    Parameters
    ----------
    catalog : DataFrame
        ``feature``, ``actionable`` (0 or 1), ``actionable_by``, ``direction``, ``lever``, and in stores from this
        version on ``step``.

    Returns
    -------
    dict of str to Rule
        By feature.
    """
    told = catalog.reindex(columns=["feature", "actionable", "actionable_by", "direction", "lever", "step"])
    texts = (told[name].astype("object").where(told[name].notna(), "") for name in told.columns)
    return {
        str(feature): Rule(str(actor), str(direction), str(lever), str(step)) if actionable else Rule("none", "none")
        for feature, actionable, actor, direction, lever, step in zip(*texts, strict=True)
    }


def actors_for(outcome: str, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """Say who can be asked: the bank alone where customers may leave, unless whoever loaded the table named others."""
    is_named = any(rule.lever == COLUMN for rule in rules.values())
    return EVERYBODY if is_named else ACTORS.get(outcome, EVERYBODY)


def levers_for(
    outcome: str, rows: NamedRows, rules: Mapping[str, Rule], levels: Mapping[str, Sequence[str]] | None = None
) -> list[Lever]:
    """Name the levers that there are for an outcome.

    Parameters
    ----------
    outcome : str
        Its name. For leaving, dormancy and run-down only the bank acts, for everything else the customer may too.
    rows : NamedRows
        The customers as they are.
    rules : mapping of str to Rule
        From the catalogue: a lever is left out unless all that it acts on may be acted on, by one who may.
    levels : mapping of str to sequence of str, optional
        The categories of each column that has some, in the order of their codes.

    Returns
    -------
    list of Lever
        Always in the same order; none where the catalogue lets nobody change anything.
    """
    actors = ACTORS.get(outcome, EVERYBODY)
    itself = ITSELF.get(outcome, ())
    made = [lever for make in _MAKERS for lever in make(rows) if not lever.name.startswith(itself)]
    measured = [lever for lever in made if _may_be(lever, rules, actors)]
    named = [(name, rules[name]) for name in rows.columns if name in rules and rules[name].lever == COLUMN]
    return measured + [_of_column(rows, name, rule, levels or {}) for name, rule in named]


def _may_be(lever: Lever, rules: Mapping[str, Rule], actors: Collection[str]) -> bool:
    ruled = [rules.get(name) for name in lever.acts_on]
    return all(rule is not None and rule.actor in actors and rule.lever != COLUMN for rule in ruled)


def _of_column(rows: NamedRows, name: str, rule: Rule, levels: Mapping[str, Sequence[str]]) -> Lever:
    if name not in levels:
        return number_lever(rows, name, rule.direction, float(rule.step) if rule.step else None)
    allowed = [value.strip() for value in rule.step.split("|")] if rule.step else list(levels[name])
    return category_lever(name, tuple(levels[name].index(value) for value in allowed if value in levels[name]))
