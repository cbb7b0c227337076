"""What is forecast, how far ahead, and how good the forecasts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models.event_bags import EventBags
from analytics.models.event_streams import EventStreams
from analytics.models.forecast_parts import FEWEST_DATES, ForecastParts, forecast_parts
from analytics.models.network_forecast import NetworkForecast, Questions, fit_network_forecast
from analytics.models.next_event import BASE_RATE, NextEvent, fit_next_event
from analytics.models.paired_contest import paired_contest

MOST_SHARE = 0.5
"""What happens to more than half of the customers within the horizon is no news."""
FEWEST_SHARE = {30: 0.01, 90: 0.005}
"""What is rarer within a month is forecast for a quarter, and what is rarer there is not forecast."""
FEWEST_CASES = {
    "learn": (50, "learn from"),
    "tune": (20, "calibrate"),
    "choose": (20, "choose by"),
    "judge": (20, "judge by"),
}
"""By part, and in words."""
_FIGURES = ("auc", "log_loss", "brier", "calibration_error")


@dataclass(frozen=True)
class Landmarks:
    """Rows of one horizon.

    Attributes
    ----------
    within_days : int
        The horizon.
    rows : DataFrame
        ``customer_id`` and ``as_of``.
    bags : EventBags
        What had happened.
    followed : ndarray of bool, shape (n, symbols)
        What followed within the horizon.
    """

    within_days: int
    rows: pd.DataFrame
    bags: EventBags
    followed: np.ndarray


@dataclass(frozen=True)
class Forecasts:
    """All that is forecast.

    Attributes
    ----------
    fitted : dict of str to (int, NextEvent)
        By event type, the horizon and the forecast.
    tests : DataFrame
        A row an event type and method: how good it is.
    types : DataFrame
        A row an event type: ``event_type``, ``within_days``, ``share`` (0–1), ``why_not``.
    network : NetworkForecast or None
        What foresees all of them from the raw sequences, where it was tried.
    """

    fitted: dict[str, tuple[int, NextEvent]]
    tests: pd.DataFrame
    types: pd.DataFrame
    network: NetworkForecast | None = None


def fit_forecasts(
    horizons: Sequence[Landmarks],
    symbols: Sequence[str],
    streams: EventStreams | None = None,
    *,
    seed: int,
    n_threads: int,
) -> Forecasts:
    """Forecast every symbol that is neither too frequent nor too rare, at the first horizon at which it isn't.

    Parameters
    ----------
    horizons : sequence of Landmarks
        The shorter first.
    symbols : sequence of str
        The alphabet, in the order of `Landmarks.followed`.
    streams : EventStreams, optional
        The raw sequences before the landmarks of all horizons, in their order: then the recurrent network is tried.
    seed, n_threads : int

    Returns
    -------
    Forecasts
    """
    parts = [forecast_parts(each.rows["customer_id"], each.rows["as_of"], seed=seed) for each in horizons]
    planned = [_planned(horizons, parts, place) for place in range(len(symbols))]
    types = [
        (symbol, horizons[level].within_days, share, why)
        for symbol, (level, share, why) in zip(symbols, planned, strict=True)
    ]
    asked = {place: level for place, (level, _, why) in enumerate(planned) if why is None}
    network = None
    if streams is not None and asked:
        questions = Questions(
            pd.concat([each.rows["customer_id"] for each in horizons]),
            [each.followed for each in horizons],
            [own.learn for own in parts],
            asked,
        )
        network = fit_network_forecast(streams, questions, n_symbols=len(symbols), seed=seed)
    found = {
        place: fit_next_event(
            horizons[level].bags,
            horizons[level].followed[:, place].astype(float),
            parts[level],
            None if network is None else network.margins_of[level][:, head],
            n_symbols=len(symbols),
            seed=seed,
            n_threads=n_threads,
        )
        for head, (place, level) in enumerate(asked.items())
    }
    tests = [
        _tested(symbols[place], horizons[level], place, parts[level], found[place], seed=seed)
        for place, level in asked.items()
    ]
    columns = ["event_type", "within_days", "share", "why_not"]
    fitted = {symbols[place]: (horizons[level].within_days, found[place]) for place, level in asked.items()}
    told = pd.DataFrame(types, columns=columns).astype({"why_not": "str"})
    return Forecasts(fitted, _joined(tests), told, network)


def _planned(
    horizons: Sequence[Landmarks], parts: Sequence[ForecastParts], place: int
) -> tuple[int, float, str | None]:
    """Choose the first horizon at which a symbol can be forecast, or the one that says why it can't."""
    for level, each in enumerate(horizons):
        values = each.followed[:, place].astype(float)
        share = float(values.mean()) if len(values) else 0.0
        why_not = why_no_forecast(each, values, parts[level])
        if why_not is None or share > MOST_SHARE:
            break
    return level, share, why_not


def why_no_forecast(landmarks: Landmarks, values: np.ndarray, parts: ForecastParts) -> str | None:
    """Say why something isn't forecast at a horizon; None where it is."""
    days, n_dates = landmarks.within_days, landmarks.rows["as_of"].nunique()
    if n_dates < FEWEST_DATES:
        return f"Too short records: {n_dates} stretches of {days} days to look back at; {FEWEST_DATES} are needed."
    if values.mean() > MOST_SHARE:
        return f"Too frequent: it happens to {values.mean():.0%} of the customers within {days} days."
    if values.mean() < FEWEST_SHARE[days]:
        return f"Too rare: it happens to {values.mean():.2%} of the customers within {days} days."
    for part, (fewest, to) in FEWEST_CASES.items():
        n_cases = int(values[getattr(parts, part)].sum())
        if n_cases < fewest:
            return f"Too few cases within {days} days: {n_cases} to {to}; {fewest} are needed."
    return None


def _tested(
    symbol: str, landmarks: Landmarks, place: int, parts: ForecastParts, found: NextEvent, *, seed: int
) -> pd.DataFrame:
    """Judge each method on customers of whom none has seen anything, on days after those it learned from."""
    judged = landmarks.followed[parts.judge, place].astype(float)
    ids = landmarks.rows["customer_id"].to_numpy(dtype=object)[parts.judge]
    contest = paired_contest(found.judged, judged, ids, seed=seed)
    table = []
    for method in found.judged:
        figures = [contest.figure(method, metric) for metric in _FIGURES]
        value, lower, upper = contest.gain(method, BASE_RATE, "log_loss")
        row = [symbol, landmarks.within_days, method, int(method == found.in_force)]
        row += [number for figure in figures for number in figure]
        table.append([*row, -value, -upper, -lower, len(judged), int(judged.sum())])
    return pd.DataFrame(table, columns=TEST_COLUMNS)


TEST_COLUMNS = [
    *("event_type", "within_days", "method", "in_force"),
    *(f"{metric}{end}" for metric in _FIGURES for end in ("", "_lower", "_upper")),
    *("gain", "gain_lower", "gain_upper", "n", "n_cases"),
]
"""Of `Forecasts.tests`; ``gain`` is by how much the log loss is lower than the base rate's (nats, 0 is no gain)."""


def _joined(tests: list[pd.DataFrame]) -> pd.DataFrame:
    if tests:
        return pd.concat(tests, ignore_index=True)
    text = dict.fromkeys(["event_type", "method"], "str")
    return pd.DataFrame(columns=TEST_COLUMNS).astype(dict.fromkeys(TEST_COLUMNS, "float64") | text)
