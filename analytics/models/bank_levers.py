"""What a bank could do for a customer: charge less, help to stay above zero, make an offer, open a product."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import numpy as np

from analytics.models.lever import Lever
from analytics.models.named_rows import Floats, NamedRows

HALFWAY_DAYS = 45.0
"""What is done is thought of as done in the middle of the last 90 days."""

MOSTLY_DEBTORS = 0.8
"""A product of whose holders four in five owe something is taken for a debt: nobody is made to borrow so that they
stay. (Demo bank: card 93 %, loan and mortgage 99 %, savings 64 %, like everyone.)"""

FEWEST_HOLDERS = 0.01
"""Products that fewer customers hold are not proposed: too little is known of what goes with them."""

_FEE = re.compile(r"(^|_)(fees?|charges?|penalt(y|ies))(_\w+)?_share$")
_HOLDS = "holds_"
_NOT_BELOW = ("balance_lowest_90d", "balance", "balance_mean_30d", "balance_mean_90d", "balance_cover_months")


def bank_levers(rows: NamedRows) -> list[Lever]:
    """Name the bank's levers for which there are columns."""
    found = []
    if {"fees_paid_90d", "fees_paid_365d"} <= set(rows.columns):
        shares = tuple(name for name in rows.columns if _FEE.search(name) and "channel" not in name)
        acts_on = ("fees_paid_90d", "fees_paid_365d")
        found.append(Lever("fees", acts_on, shares, (0.25, 0.5, 0.75, 1.0), partial(_charge_less, shares=shares)))
    if "overdrawn_days_90d" in rows:
        found.append(Lever("overdrawn", ("overdrawn_days_90d",), _NOT_BELOW, (0.5, 1.0), _stay_above))
    if {"offers_n_90d", "offers_n_365d", "days_since_offer"} <= set(rows.columns):
        found.append(Lever("offer", ("offers_n_90d", "offers_n_365d", "days_since_offer"), (), (1.0,), _make_offer))
    return found + [_opening(name) for name in rows.columns if _can_be_opened(rows, name)]


def _charge_less(rows: NamedRows, size: float, *, shares: tuple[str, ...]) -> Mapping[str, Floats]:
    """Charge a part less in 90 days; of the year's fees what was charged before stays."""
    paid, year = rows["fees_paid_90d"], rows["fees_paid_365d"]
    less = np.where(paid > 0, np.round(paid * size, 2), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.where((year > 0) & (less > 0), np.clip((year - less) / year, 0.0, 1.0), 1.0)
    moved = {"fees_paid_90d": _cents(paid, less), "fees_paid_365d": _cents(year, less)}
    return moved | {name: rows[name] * kept for name in shares}


def _cents(before: Floats, less: Floats) -> Floats:
    return np.where(less > 0, np.round(before - less, 2), before)


def _stay_above(rows: NamedRows, size: float) -> Mapping[str, Floats]:
    """Spend fewer days below zero; where there is none left, no balance of those days is below zero either.

    Whoever is below zero today is left out: to bring them above takes money that the bank does not give.
    """
    days = rows["overdrawn_days_90d"]
    helped = (days > 0) & ~(rows["balance"] < 0) if "balance" in rows else days > 0
    left = np.where(helped, np.floor(days * (1 - size)), days)
    never = helped & (left == 0)
    moved = {name: np.where(never, np.maximum(rows[name], 0.0), rows[name]) for name in _NOT_BELOW if name in rows}
    return moved | {"overdrawn_days_90d": left}


def _make_offer(rows: NamedRows, size: float) -> Mapping[str, Floats]:
    return {
        "offers_n_90d": rows["offers_n_90d"] + size,
        "offers_n_365d": rows["offers_n_365d"] + size,
        "days_since_offer": np.fmin(rows["days_since_offer"], HALFWAY_DAYS),
    }


def _opening(holds: str) -> Lever:
    product = holds.removeprefix(_HOLDS).replace("_", " ")
    acts_on = (holds, "products_held_n", "accounts_held_n")
    follows = ("accounts_opened_n_365d", "days_since_account_opened")
    return Lever(f"open {product}", acts_on, follows, (1.0,), partial(_open, holds=holds))


def _open(rows: NamedRows, size: float, *, holds: str) -> Mapping[str, Floats]:
    """Open one account of a product that the customer does not hold."""
    new = np.where(rows[holds] == 0, size, 0.0)
    counts = ("products_held_n", "accounts_held_n", "accounts_opened_n_365d")
    moved = {name: rows[name] + new for name in (holds, *counts) if name in rows}
    if "days_since_account_opened" in rows:
        days = rows["days_since_account_opened"]
        moved["days_since_account_opened"] = np.where(new > 0, np.fmin(days, HALFWAY_DAYS), days)
    return moved


def _can_be_opened(rows: NamedRows, name: str) -> bool:
    if not name.startswith(_HOLDS) or not {"products_held_n", "accounts_held_n"} <= set(rows.columns):
        return False
    holders = rows[name] == 1
    if len(rows) == 0 or not FEWEST_HOLDERS <= holders.mean() < 1:
        return False
    return "debt" not in rows or float((rows["debt"][holders] > 0).mean()) < MOSTLY_DEBTORS
