"""Where a model is wrong: slices found on one half of the customers and confirmed on the other, as a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.insights.intervals import Z_90
from analytics.models.best_slice import Condition
from analytics.models.design import Design, design_of
from analytics.models.error_slices import Slice, confirmed, searched_slices
from analytics.models.pattern_evidence import adjusted
from analytics.models.splits import seeded_order

FALSE_DISCOVERY_RATE = 0.05
CONDITIONS = ("feature", "sign", "value")
COLUMNS = [
    *(f"{name}_{place}" for place in (1, 2) for name in CONDITIONS),
    *("n_rows", "n_customers", "observed", "predicted", "difference", "lower", "upper", "p_adjusted", "is_found"),
]


def error_slices(judged: pd.DataFrame, features: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Find groups of customers in whom a model is wrong.

    Parameters
    ----------
    judged : DataFrame
        ``customer_id``, ``value`` (0 or 1), ``probability``, of customers whom the model did not learn from.
    features : DataFrame
        What the conditions are about, row by row as in `judged`: numbers and categories.
    seed : int
        Of the halves.

    Returns
    -------
    DataFrame
        A row a slice that went on to be confirmed, the surest first: ``feature_1``, ``sign_1`` (``>``, ``<=``, ``=``),
        ``value_1`` (text), the same of a second condition or missing; of the confirming half ``n_rows``,
        ``n_customers``, ``observed`` and ``predicted`` (shares), ``difference`` with its 90 % interval (``lower``,
        ``upper``), ``p_adjusted`` (one-sided in the direction found, over customers; Benjamini and Hochberg) and
        ``is_found`` (1 where that is at most 0.05).
    """
    design = replace(design_of(features, list(features.columns)), typical={})
    matrix = design.matrix(features)
    value, probability = (judged[name].to_numpy(dtype=float) for name in ("value", "probability"))
    residuals, customer = value - probability, pd.factorize(judged["customer_id"])[0]
    first = seeded_order(judged["customer_id"], seed=seed) % 2 == 0
    slices = searched_slices(matrix[first], residuals[first], customer[first], categorical=design.categorical)
    signs = [_side(matrix[first], residuals[first], each) for each in slices]
    found = confirmed(matrix[~first], value[~first], probability[~first], customer[~first], slices)
    sides = dict(zip(slices, signs, strict=True))
    table = pd.DataFrame(
        [_row(each, design, matrix[~first], probability[~first], sides[each.conditions]) for each in found],
        columns=[*COLUMNS[:-2], "p"],
    )
    p_adjusted = adjusted(table["p"].to_numpy(dtype=float)) if len(table) else np.zeros(0)
    told = table.assign(p_adjusted=p_adjusted, is_found=(p_adjusted <= FALSE_DISCOVERY_RATE).astype("int64"))
    return told.sort_values(["p", "feature_1"], kind="stable", ignore_index=True)[COLUMNS]


def _side(matrix: np.ndarray, residuals: np.ndarray, conditions: tuple[Condition, ...]) -> float:
    covered = np.logical_and.reduce([condition.holds(matrix) for condition in conditions])
    return float(np.sign(residuals[covered].sum()))


def _row(found: Slice, design: Design, matrix: np.ndarray, probability: np.ndarray, side: float) -> dict[str, object]:
    covered = np.logical_and.reduce([condition.holds(matrix) for condition in found.conditions])
    predicted = float(probability[covered].mean())
    reach = Z_90 * found.deviation
    told: dict[str, object] = {}
    for place, condition in enumerate(found.conditions, start=1):
        told |= dict(zip((f"{name}_{place}" for name in CONDITIONS), _condition(condition, design), strict=True))
    return {
        **told,
        "n_rows": found.n_rows,
        "n_customers": found.n_customers,
        "observed": predicted + found.difference,
        "predicted": predicted,
        "difference": found.difference,
        "lower": found.difference - reach,
        "upper": found.difference + reach,
        "p": found.p_above if side > 0 else found.p_below,
    }


def _condition(condition: Condition, design: Design) -> tuple[str, str, str]:
    column = design.columns[condition.column]
    if condition.sign == 0:
        levels = design.levels[column]
        place = int(condition.value)
        return column, "=", levels[place] if place < len(levels) else ""
    return column, ">" if condition.sign > 0 else "<=", repr(condition.value)
