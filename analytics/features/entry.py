"""One row of the feature catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal[
    "count",
    "days",
    "day of month",
    "hour",
    "months",
    "share",
    "trend",
    "ratio",
    "nats",
    "money",
    "0 or 1",
    "number",
    "text",
]
Actor = Literal["bank", "customer", "none"]
Direction = Literal["up", "down", "either", "none"]


@dataclass(frozen=True)
class Entry:
    """What a feature means, and who could change it.

    Attributes
    ----------
    feature : str
        The column's name.
    group : str
        What it is about: ``recency``, ``frequency``, ``amounts``, ``balances``, ``rhythm``, ``income``, ``categories``,
        ``channels``, ``variety``, ``costs``, ``products``, ``lifecycle``, ``events``, ``contacts`` or ``column``.
    unit : str
        What its number counts. ``share`` runs from 0 to 1 (``kept_share`` from -1 to 1), ``trend`` from -1 (all gone)
        over 0 (as before) to 1 (all new), ``money`` is in the store's reporting currency.
    title : str
        A short plain name for screens.
    description : str
        What it says, in plain words.
    actor : {"bank", "customer", "none"}
        Who could change it.
    lever : str or None
        What the bank would use for that: ``fee``, ``limit``, ``contact``, ``product`` or ``channel``; ``column`` where
        whoever loaded a customer table said so.
    step : str or None
        For a column of a customer table: the smallest step, or the allowed values joined by ``|``; None where nobody
        has said.
    direction : {"up", "down", "either", "none"}
        The way it may be asked to change; ``none`` where nobody can change it.
    """

    feature: str
    group: str
    unit: Unit
    title: str
    description: str
    actor: Actor = "none"
    lever: str | None = None
    direction: Direction = "none"
    step: str | None = None
