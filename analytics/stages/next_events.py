"""The stage ``next_events``: what is likely to happen to each customer soon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.stages.informed import InformedWork
from analytics.store.landmarks import (
    LONG_DAYS,
    SHORT_DAYS,
    cells_before,
    happened_next,
    make_landmarks,
    streams_before,
)
from analytics.vocabulary import PUBLISHED, SourceKind

if TYPE_CHECKING:
    from analytics.models.event_bags import EventBags
    from analytics.models.event_streams import EventStreams
    from analytics.models.forecasts import Forecasts, Landmarks

MOST_AT_ONCE = 100_000
"""Customers forecast for at once, so that a big bank fits into memory."""
_UNDATED = "A customer table doesn't say when anything happened, so nothing that follows can be forecast."
_NOTHING = "No event is frequent enough, and rare enough, to be forecast: next_event_types says why of each."


def next_events_stage(work: InformedWork) -> None:
    """Publish ``next_events``, with ``next_event_tests`` and ``next_event_types``.

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build.
    """
    work.put("next_events", _probabilities([], np.zeros((0, 0)), []))
    if work.source.kind is SourceKind.TABLE:
        work.drop("next_event_tests", "next_event_types")
        _say_why(work, _UNDATED)
        return
    from analytics.models.forecasts import fit_forecasts
    from analytics.models.network_library import network_version

    rows = make_landmarks(work.cursor, as_of=work.as_of)
    symbols = work.take("SELECT symbol FROM built.alphabet ORDER BY symbol")["symbol"].tolist()
    followed = happened_next(work.cursor)
    horizons = [_landmarks(work, rows, followed, symbols, days) for days in (SHORT_DAYS, LONG_DAYS)]
    work.tell("Learning what happens next, and checking it on customers never seen")
    streams = event_streams_of(work, rows[rows["horizon_days"] > 0]) if network_version() else None
    found = fit_forecasts(horizons, symbols, streams, seed=work.seed, n_threads=work.n_threads)
    work.put("next_event_tests", found.tests)
    work.put("next_event_types", found.types)
    _say_why(work, None if found.fitted else _NOTHING)
    _forecast(work, rows[rows["horizon_days"] == 0], symbols, found)
    work.cursor.execute("DROP TABLE landmarks")


def _landmarks(
    work: InformedWork, rows: pd.DataFrame, followed: pd.DataFrame, symbols: list[str], days: int
) -> Landmarks:
    from analytics.models.forecasts import Landmarks

    own = rows[rows["horizon_days"] == days]
    first = int(own["row_no"].min()) if len(own) else 0
    next_ = followed[followed["row_no"].between(first, first + len(own) - 1)]
    happened = np.zeros((len(own), len(symbols)), dtype=bool)
    happened[next_["row_no"] - first, pd.Categorical(next_["symbol"], categories=symbols).codes] = True
    return Landmarks(days, own, _bags(work, own, symbols), happened)


def _bags(work: InformedWork, rows: pd.DataFrame, symbols: Sequence[str]) -> EventBags:
    from analytics.models.event_bags import event_bags

    first = int(rows["row_no"].min()) if len(rows) else 0
    cells = cells_before(work.cursor, first, first + len(rows) - 1)
    return event_bags(cells, first, rows["tenure_days"].to_numpy(dtype=float), symbols)


def _forecast(work: InformedWork, now: pd.DataFrame, symbols: Sequence[str], found: Forecasts) -> None:
    """Write everybody's probabilities, some customers at a time."""
    for start in range(0, len(now) if found.fitted else 0, MOST_AT_ONCE):
        rows = now.iloc[start : start + MOST_AT_ONCE]
        bags = _bags(work, rows, symbols)
        heads = _network_margins(work, rows, found)
        likely = [
            each.probability(bags, head, n_threads=work.n_threads)
            for head, (_, each) in zip(heads, found.fitted.values(), strict=True)
        ]
        types = [(name, days) for name, (days, _) in found.fitted.items()]
        work.append("next_events", _probabilities(types, np.column_stack(likely), rows["customer_id"].tolist()))


def _network_margins(work: InformedWork, rows: pd.DataFrame, found: Forecasts) -> Sequence[np.ndarray | None]:
    """Give of every forecast the network's log-odds, or nothing where it is in force nowhere."""
    from analytics.models.network_library import RECURRENT

    if found.network is None or all(each.in_force != RECURRENT for _, each in found.fitted.values()):
        return [None] * len(found.fitted)
    return list(found.network.network.margins(event_streams_of(work, rows)).T)


def event_streams_of(work: InformedWork, rows: pd.DataFrame) -> EventStreams:
    """Give the raw sequences before some landmarks, whose numbers follow on each other."""
    from analytics.models.event_streams import event_streams

    events = streams_before(work.cursor, int(rows["row_no"].min()), int(rows["row_no"].max()))
    return event_streams(events, rows)


def _probabilities(types: list[tuple[str, int]], likely: np.ndarray, customer_ids: list[str]) -> pd.DataFrame:
    """Give a row a customer and event type."""
    n, k = len(customer_ids), len(types)
    columns = {
        "customer_id": np.repeat(np.array(customer_ids, dtype=object), k),
        "event_type": np.tile(np.array([name for name, _ in types], dtype=object), n),
        "probability": likely.ravel(),
        "within_days": np.tile(np.array([days for _, days in types], dtype=np.int64), n),
    }
    text = {"customer_id": "str", "event_type": "str"}
    return pd.DataFrame(columns).astype(text)[list(PUBLISHED["next_events"].columns)]


def _say_why(work: InformedWork, why: str | None) -> None:
    gaps = {"table_name": ["next_events"] if why else [], "why": [why] if why else []}
    work.put("next_event_gaps", pd.DataFrame(gaps, dtype="str"))
