"""Options as rows: one for every feature that an option changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.attributions import value_texts
from analytics.models.changes_tried import Change
from analytics.models.lever import Lever
from analytics.models.levers import Rule
from analytics.models.named_rows import NamedRows
from analytics.models.option_choice import Option

Made = Mapping[tuple[Change, str], tuple[int, int]]
"""By change and band: similar customers at earlier dates, and those of them who made the change."""

ACTED_ON, FOLLOWS = "acted_on", "follows"

COUNTERFACTUALS = {
    **dict.fromkeys(["customer_id", "outcome"], "str"),
    "option": "int64",
    **dict.fromkeys(["feature", "from_value", "to_value"], "str"),
    **dict.fromkeys(["probability_before", "probability_after", "plausibility", "threshold", "effort"], "float64"),
    **dict.fromkeys(["lever", "role", "actor"], "str"),
    **dict.fromkeys(["n_similar", "n_did"], "Int64"),
}


def option_rows(
    options: Sequence[Option],
    rows: NamedRows,
    levers: Sequence[Lever],
    facts: pd.DataFrame,
    rules: Mapping[str, Rule],
    made: Made,
) -> pd.DataFrame:
    """Write options down.

    Parameters
    ----------
    options : sequence of Option
        What was found.
    rows : NamedRows
        The described customers as they are.
    levers : sequence of Lever
        The levers.
    facts : DataFrame
        ``probability``, ``band`` and ``threshold`` of each described customer.
    rules : mapping of str to Rule
        What the catalogue says of each feature.
    made : Made
        Who made such changes; empty where the store has no two dates of a customer.

    Returns
    -------
    DataFrame
        ``owner`` (row of the customer) and the columns of `COUNTERFACTUALS` after the first two. Features that are
        acted on come first.
    """
    told = []
    for one in options:
        fact = facts.iloc[one.owner]
        counts = made.get((one.change, str(fact["band"])), (None, None))
        before = rows.values[one.owner]
        for name, lever, role in _changed(one, before, rows, levers):
            place = rows.columns.index(name)
            actor = rules[lever.acts_on[0]].actor
            values = (name, before[place], one.values[place])
            risks = (fact["probability"], one.probability, one.plausibility, fact["threshold"], one.effort)
            told.append((one.owner, one.number, *values, *risks, lever.name, role, actor, *counts))
    columns = ["owner", *list(COUNTERFACTUALS)[2:]]
    table = pd.DataFrame(told, columns=columns)
    return table.assign(**{name: value_texts(table[name].astype(float)) for name in ("from_value", "to_value")})


def with_level_names(options: pd.DataFrame, levels: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Write categories by their names instead of their codes.

    Parameters
    ----------
    options : DataFrame
        As `option_rows` gives them.
    levels : mapping of str to sequence of str
        The categories of each column that has some, in the order of their codes.
    """
    named = {
        side: [_level(levels[feature], value) if feature in levels else value for feature, value in pairs]
        for side in ("from_value", "to_value")
        for pairs in [list(zip(options["feature"], options[side], strict=True))]
    }
    return options.assign(**{side: pd.Series(values, dtype="str") for side, values in named.items()})


def _level(levels: Sequence[str], code: object) -> object:
    """Name a code; what stands for values that were rare when the model was made, or is missing, stays as it is."""
    place = int(str(code)) if str(code).isdigit() else len(levels)
    return levels[place] if place < len(levels) else code


def _changed(
    option: Option, before: NDArray[np.float64], rows: NamedRows, levers: Sequence[Lever]
) -> list[tuple[str, Lever, str]]:
    """Name what is another, with the first lever that moves it, and whether somebody acts on it or it follows."""
    found: dict[str, tuple[str, Lever, str]] = {}
    pulled = [levers[place] for place, _ in option.change]
    for role in (ACTED_ON, FOLLOWS):
        for lever in pulled:
            for name in lever.acts_on if role == ACTED_ON else lever.follows:
                place = rows.columns.index(name) if name in rows else None
                if place is not None and name not in found and not _same(before[place], option.values[place]):
                    found[name] = (name, lever, role)
    return list(found.values())


def _same(one: float, other: float) -> bool:
    return bool(one == other or (np.isnan(one) and np.isnan(other)))
