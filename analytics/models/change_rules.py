"""What no proposed change may break: who may change what and which way, what belongs together, what is past."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.column_levers import COLUMN
from analytics.models.customer_levers import channels_of
from analytics.models.levers import Rule
from analytics.models.named_rows import Floats, NamedRows

_NEAR = 1e-9
_COUNTED = ("n_own_acts", "n_transactions", "offers_n", "active_days", "fees_paid")
"""Measured over 90 and over 365 days: what lies between is past, and stays."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Ranges:
    """The least and the most of each column among real customers."""

    lowest: Floats
    highest: Floats

    @staticmethod
    def of(rows: NamedRows) -> Ranges:
        """Read them from customers as they are; a column that is always missing has no range."""
        has_any = ~np.isnan(rows.values).all(axis=0)
        filled = np.where(has_any, rows.values, 0.0)
        lowest, highest = np.nanmin(filled, axis=0), np.nanmax(filled, axis=0)
        return Ranges(np.where(has_any, lowest, np.inf), np.where(has_any, highest, -np.inf))

    def hold(self, before: NamedRows, after: NamedRows) -> Flags:
        """Say of each row whether all that changed lies between the least and the most."""
        outside = (after.values < self.lowest - _NEAR) | (after.values > self.highest + _NEAR)
        return np.asarray(~(outside & changed_cells(before, after)).any(axis=1))


def changed_cells(before: NamedRows, after: NamedRows) -> Flags:
    """Say of each number whether it is another; missing is no other than missing."""
    return np.asarray((before.values != after.values) & ~(np.isnan(before.values) & np.isnan(after.values)))


def violations(
    before: NamedRows,
    after: NamedRows,
    *,
    rules: Mapping[str, Rule],
    actors: Collection[str],
    follows: Collection[str],
    ranges: Ranges,
) -> dict[str, Flags]:
    """Say of each changed customer which rules the change breaks.

    Parameters
    ----------
    before, after : NamedRows
        The same customers in the same order.
    rules : mapping of str to Rule
        What the catalogue allows.
    actors : collection of str
        Who may be asked: ``bank``, ``customer``.
    follows : collection of str
        Features that may move along though nobody changes them.
    ranges : Ranges
        Of real customers.

    Returns
    -------
    dict of str to ndarray of bool
        By rule; True where it is broken.
    """
    cells = changed_cells(before, after)
    return {
        "nobody may change it": _untouchable(before, cells, rules, actors, follows),
        "it may not go that way": _wrong_way(before, after, cells, rules),
        "no real customer is there": ~ranges.hold(before, after),
        "the past is past": _rewritten(before, after),
        "the windows disagree": _windows(before, after),
        "the products do not add up": _products(before, after),
        "the channels do not add up": _channels(before, after),
        "the offers do not add up": _offers(before, after),
        "no day below zero, but a balance": _below_zero(before, after),
        "no whole step": _no_whole_step(before, after, cells, rules),
    }


def _untouchable(
    before: NamedRows, cells: Flags, rules: Mapping[str, Rule], actors: Collection[str], follows: Collection[str]
) -> Flags:
    free = [name in follows or (name in rules and rules[name].actor in actors) for name in before.columns]
    return np.asarray(cells[:, ~np.array(free)].any(axis=1))


def _wrong_way(before: NamedRows, after: NamedRows, cells: Flags, rules: Mapping[str, Rule]) -> Flags:
    ways = [rules[name].direction if name in rules else "none" for name in before.columns]
    step = np.where(cells, after.values - before.values, 0.0)
    up, down = np.array([way == "up" for way in ways]), np.array([way == "down" for way in ways])
    return np.asarray((step[:, up] < -_NEAR).any(axis=1) | (step[:, down] > _NEAR).any(axis=1))


def _no_whole_step(before: NamedRows, after: NamedRows, cells: Flags, rules: Mapping[str, Rule]) -> Flags:
    """Whether a column of a customer table moves by something else than whole steps, or leaves whole numbers."""
    broken = np.zeros(len(before), dtype=bool)
    for place, name in enumerate(before.columns):
        if name in rules and rules[name].lever == COLUMN:
            steps = (after[name] - before[name]) / (_number(rules[name].step) or 1.0)
            must_be_whole = _number(rules[name].step) is not None or bool((before[name] % 1 == 0).all())
            broken |= must_be_whole & cells[:, place] & (np.abs(steps - np.round(steps)) > 1e-6)
    return broken


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _rewritten(before: NamedRows, after: NamedRows) -> Flags:
    """Whether what lies more than 90 days back is another."""
    broken = np.zeros(len(before), dtype=bool)
    for name in _COUNTED:
        recent, year = f"{name}_90d", f"{name}_365d"
        if recent in before and year in before:
            broken |= np.abs((after[year] - after[recent]) - (before[year] - before[recent])) > 1e-6
    return broken


def _windows(before: NamedRows, after: NamedRows) -> Flags:
    broken = np.zeros(len(before), dtype=bool)
    for name in _COUNTED[:-1]:
        for short, long in (("30d", "90d"), ("90d", "365d")):
            if f"{name}_{short}" in before and f"{name}_{long}" in before:
                broken |= after[f"{name}_{short}"] > after[f"{name}_{long}"]
    return broken


def _products(before: NamedRows, after: NamedRows) -> Flags:
    held = [name for name in before.columns if name.startswith("holds_")]
    if not held or "products_held_n" not in before or "accounts_held_n" not in before:
        return np.zeros(len(before), dtype=bool)
    more = sum((after[name] - before[name] for name in held), np.zeros(len(before)))
    products = after["products_held_n"] - before["products_held_n"]
    accounts = after["accounts_held_n"] - before["accounts_held_n"]
    yes_or_no = np.all([np.isin(after[name], (0.0, 1.0)) for name in held], axis=0)
    return np.asarray((products != more) | (accounts < products) | ~yes_or_no)


def _channels(before: NamedRows, after: NamedRows) -> Flags:
    broken = np.zeros(len(before), dtype=bool)
    for ending in ("_channel_share", "_channel_share_90d"):
        names = [f"{channel}{ending}" for channel in channels_of(before.columns)]
        if names:
            old, new = (np.column_stack([rows[name] for name in names]) for rows in (before, after))
            total = new.sum(axis=1)
            was_whole = np.abs(old.sum(axis=1) - 1) < _NEAR
            broken |= (new < 0).any(axis=1) | (total > 1 + _NEAR) | (was_whole & (np.abs(total - 1) > _NEAR))
    return broken


def _offers(before: NamedRows, after: NamedRows) -> Flags:
    if "offers_n_90d" not in before or "days_since_offer" not in before:
        return np.zeros(len(before), dtype=bool)
    moved = after["offers_n_90d"] != before["offers_n_90d"]
    return np.asarray(moved & (after["offers_n_90d"] > 0) & ~(after["days_since_offer"] < 90))


def _below_zero(before: NamedRows, after: NamedRows) -> Flags:
    """Whether days below zero are gone while the lowest balance, or today's, is still below."""
    if "overdrawn_days_90d" not in before:
        return np.zeros(len(before), dtype=bool)
    gone = (after["overdrawn_days_90d"] != before["overdrawn_days_90d"]) & (after["overdrawn_days_90d"] == 0)
    balances = [after[name] < 0 for name in ("balance_lowest_90d", "balance") if name in after]
    return np.asarray(gone & np.any(balances, axis=0)) if balances else np.zeros(len(before), dtype=bool)
