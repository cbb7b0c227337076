"""What a customer could do: use the account more, or go by another channel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import numpy as np

from analytics.models.derived_columns import entropy_of_shares, life_cycle, trend_after
from analytics.models.lever import Lever
from analytics.models.named_rows import Floats, NamedRows

ACTS_A_MONTH = (2.0, 5.0, 10.0)
SHARE_MOVED = (0.1, 0.2, 0.3)
WINDOW_DAYS = 90.0

_OWN = ("n_own_acts_90d", "n_own_acts_30d", "n_own_acts_365d", "active_days_90d", "active_days_365d")
_ACTED_ON = (*_OWN, "days_since_own_act", "own_acts_trend_90d")
_TRANSACTIONS = ("n_transactions_30d", "n_transactions_90d", "n_transactions_365d")
_MONTHS = {"30d": 1.0, "90d": 3.0, "365d": 3.0}
_FOLLOW = (*_TRANSACTIONS, "transactions_trend_90d", "days_since_transaction", "gap_mean_days_365d", "silence_ratio")
_STAGES = tuple(f"lifecycle_{stage}" for stage in ("onboarding", "growing", "mature", "running_down", "dormant"))
_CHANNEL = re.compile(r"(?P<channel>.+)_channel_share")


def customer_levers(rows: NamedRows) -> list[Lever]:
    """Name the customer's levers for which there are columns."""
    found = []
    if set(_ACTED_ON) <= set(rows.columns):
        follows = tuple(name for name in (*_FOLLOW, *_STAGES) if name in rows)
        found.append(Lever("own acts", _ACTED_ON, follows, ACTS_A_MONTH, _act_more))
    channels = channels_of(rows.columns)
    return found + [_channel_lever(to, channels) for to in channels if len(channels) > 1 and "n_own_acts_90d" in rows]


def channels_of(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Name the channels that have a share of 365 days and one of 90."""
    matches = (_CHANNEL.fullmatch(name) for name in columns)
    named = [match["channel"] for match in matches if match]
    return tuple(name for name in named if f"{name}_channel_share_90d" in columns)


def _act_more(rows: NamedRows, size: float) -> Mapping[str, Floats]:
    """Do so many things more a month, each on a day of its own, over the last three months."""
    moved = {
        name: rows[name] + size * _MONTHS[name.rsplit("_", 1)[1]]
        for name in (*_OWN[:3], *_TRANSACTIONS)
        if name in rows
    }
    days = np.minimum(3 * size, WINDOW_DAYS - rows["active_days_90d"])
    moved |= {name: rows[name] + days for name in _OWN[3:]}
    latest = np.floor(15.0 / size)
    for name in ("days_since_own_act", "days_since_transaction"):
        if name in rows:
            moved[name] = np.fmin(rows[name], latest)
    for count, trend in (("n_own_acts_90d", "own_acts_trend_90d"), (_TRANSACTIONS[1], "transactions_trend_90d")):
        if count in rows and trend in rows:
            moved[trend] = trend_after(rows[count], rows[trend], moved[count])
    moved |= _gaps(rows, moved)
    return moved | life_cycle(rows.changed(moved), _STAGES)


def _gaps(rows: NamedRows, moved: Mapping[str, Floats]) -> dict[str, Floats]:
    """Shorten the mean gap: the same stretch, cut into more parts; and measure the silence against it."""
    if "gap_mean_days_365d" not in rows:
        return {}
    before, gap = rows["active_days_365d"], rows["gap_mean_days_365d"]
    with np.errstate(divide="ignore", invalid="ignore"):
        shorter = np.where(before > 1, gap * (before - 1) / (moved["active_days_365d"] - 1), gap)
        silence = moved["days_since_own_act"] / shorter
    found = {"gap_mean_days_365d": shorter}
    if "silence_ratio" in rows:
        found["silence_ratio"] = np.where(np.isfinite(silence), silence, rows["silence_ratio"])
    return found


def _channel_lever(to: str, channels: tuple[str, ...]) -> Lever:
    ordered = (to, *(name for name in channels if name != to))
    acts_on = (*(f"{name}_channel_share_90d" for name in ordered), *(f"{name}_channel_share" for name in ordered))
    name = f"more by {to.replace('_', ' ')}"
    return Lever(name, acts_on, ("channel_entropy_365d",), SHARE_MOVED, partial(_go_by, channels=ordered))


def _go_by(rows: NamedRows, size: float, *, channels: tuple[str, ...]) -> Mapping[str, Floats]:
    """Move a part of the last 90 days' own acts to one channel, from all others as they stand to one another."""
    to = rows[f"{channels[0]}_channel_share_90d"]
    new = np.minimum(to + size, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(to < 1, (1 - new) / (1 - to), 1.0)
        weight = np.clip(rows["n_own_acts_90d"] / rows["n_own_acts_365d"], 0.0, 1.0)
    moved: dict[str, Floats] = {}
    for place, name in enumerate(channels):
        recent, year = rows[f"{name}_channel_share_90d"], rows[f"{name}_channel_share"]
        changed = new if place == 0 else recent * left
        moved[f"{name}_channel_share_90d"] = changed
        shifted = np.clip(year + np.where(np.isfinite(weight), weight, 0.0) * (changed - recent), 0.0, 1.0)
        moved[f"{name}_channel_share"] = np.where(np.isnan(shifted), year, shifted)
    if "channel_entropy_365d" in rows:
        shares = np.column_stack([moved[f"{name}_channel_share"] for name in channels])
        entropy = entropy_of_shares(shares)
        moved["channel_entropy_365d"] = np.where(np.isnan(entropy), rows["channel_entropy_365d"], entropy)
    return moved
