"""What moved a KPI, as rows of words."""

from __future__ import annotations

import math

import pandas as pd

from analytics.insights.columns import floats, texts
from analytics.insights.kpi_words import effect_words
from analytics.insights.wording import percent

PART_HEADS = ("Who", "Rate a year before", "Rate now", "Points by own rate", "Points by size", "Points, both")


def part_rows(parts: pd.DataFrame) -> list[list[str]]:
    """Write each member's row under `PART_HEADS`.

    Parameters
    ----------
    parts : DataFrame
        ``label``, ``rate_before``, ``rate_now``, ``by_rate``, ``by_weight``, ``effect``.
    """
    rates = ([_rate(value) for value in floats(parts, name)] for name in ("rate_before", "rate_now"))
    effects = ([effect_words(value) for value in floats(parts, name)] for name in ("by_rate", "by_weight", "effect"))
    return [list(row) for row in zip(texts(parts, "label"), *rates, *effects, strict=True)]


def _rate(value: float) -> str:
    return percent(value) if math.isnan(value) or value >= 0 else f"−{percent(-value)}"
