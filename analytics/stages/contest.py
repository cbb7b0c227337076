"""The stage ``contest``: whether sequences foresee outcomes better than what needs no order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.models.network_library import RECURRENT, why_not_tried
from analytics.stages.described import typed
from analytics.stages.informed import InformedWork
from analytics.stages.patterns import HORIZON_DAYS, MOST_A_YEAR, MOST_EVENTS, MOST_GAP_DAYS, WINDOW_DAYS
from analytics.store.contest_rows import contest_rows, events_in_window
from analytics.store.landmarks import cells_before, streams_before
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from analytics.models.histories import Histories
    from analytics.models.sequence_contest import ContestRows, Folds

_FEATURES = """
    SELECT f.* FROM built.features_at AS f
    WHERE (customer_id, as_of) IN (SELECT (customer_id, as_of) FROM built.labels)
    ORDER BY customer_id, as_of"""


def contest_stage(work: InformedWork) -> None:
    """Publish ``sequence_contest``: a row an outcome, method and method to beat, and one that says why there is none.

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build.
    """
    if work.source.kind is SourceKind.TABLE:
        work.drop("sequence_contest")
        return
    with contest_rows(work.cursor, as_of=work.as_of, window_days=WINDOW_DAYS, horizon_days=HORIZON_DAYS) as rows:
        tables = list(_judged(work, rows))
    table = pd.concat([pd.DataFrame({name: [] for name in _TEXTS}, dtype="str"), *tables], ignore_index=True)
    work.put("sequence_contest", table.astype(dict.fromkeys(table.columns.intersection(_TEXTS), "str")))


_TEXTS = ["outcome", "method", "over", "why_not"]


def _judged(work: InformedWork, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Compare the methods, an outcome after another."""
    from analytics.models.sequence_contest import contest_folds, sequence_contest, why_no_contest

    symbols = work.take("SELECT symbol FROM built.alphabet ORDER BY symbol")["symbol"].tolist()
    features = typed(work.take(_FEATURES)).drop_duplicates(["customer_id", "as_of"])
    of_outcome = {str(outcome): own for outcome, own in rows.groupby("outcome")}
    folds = {name: contest_folds(own, horizon_days=HORIZON_DAYS, seed=work.seed) for name, own in of_outcome.items()}
    why_not = {name: why_no_contest(own["value"].to_numpy(), folds[name]) for name, own in of_outcome.items()}
    scores = _network(work, rows, {name: folds[name] for name, why in why_not.items() if why is None}, len(symbols))
    for name, own in of_outcome.items():
        if why_not[name] is not None:
            yield pd.DataFrame({"outcome": [name], "why_not": [why_not[name]]})
            continue
        work.tell(f"Comparing ways to foresee {name}")
        asked = _contest_rows(work, name, own, symbols, features, folds[name])
        if scores is not None:
            asked = replace(asked, network=scores[(rows["outcome"] == name).to_numpy()])
        yield sequence_contest(asked, folds[name], seed=work.seed, n_threads=work.n_threads).assign(outcome=name)
        if why := why_not_tried():
            yield pd.DataFrame({"outcome": [name], "method": [RECURRENT], "why_not": [why]})


def _network(work: InformedWork, rows: pd.DataFrame, folds: dict[str, Folds], n_symbols: int) -> np.ndarray | None:
    """Let recurrent networks score all rows, where their library is installed."""
    from analytics.models.event_streams import event_streams
    from analytics.models.network_contest import network_scores

    if why_not_tried() or not folds:
        return None
    work.tell("Teaching recurrent networks what came before each outcome")
    streams = event_streams(streams_before(work.cursor, 0, len(rows) - 1), rows)
    return network_scores(rows, streams, folds, n_symbols=n_symbols, seed=work.seed)


def _contest_rows(
    work: InformedWork, outcome: str, own: pd.DataFrame, symbols: list[str], features: pd.DataFrame, folds: Folds
) -> ContestRows:
    from analytics.models.event_bags import event_bags
    from analytics.models.pattern_choice import FEWEST_ROWS, FEWEST_SHARE
    from analytics.models.pattern_evidence import activity_strata
    from analytics.models.pattern_miner import Limits, patterns_with_customers
    from analytics.models.sequence_contest import N_FOLDS, ContestRows

    first, last = int(own["row_no"].iloc[0]), int(own["row_no"].iloc[-1])
    cells = cells_before(work.cursor, first, last)
    bags = event_bags(cells, first, own["tenure_days"].to_numpy(dtype=float), symbols)
    events = events_in_window(work.cursor, outcome, window_days=WINDOW_DAYS, most_a_year=MOST_A_YEAR)
    histories = _histories(events, own, symbols)
    # What is frequent enough among the rows of any fold that learns is among all: one search finds it for all folds.
    least = min(int((folds.early & (folds.fold != fold)).sum()) for fold in range(N_FOLDS))
    limits = Limits(
        max(FEWEST_ROWS, int(FEWEST_SHARE * least)), most_gap=MOST_GAP_DAYS, most_items=MOST_EVENTS, most_at_once=1
    )
    patterns = patterns_with_customers(histories, limits, n_threads=work.n_threads)
    period = pd.to_datetime(own["as_of"]).dt.to_period("Q").map(lambda quarter: quarter.ordinal).to_numpy(np.int64)
    stratum = activity_strata(period, np.diff(histories.customer_starts))
    rows = own.reset_index(drop=True)
    return ContestRows(rows, bags, len(symbols), patterns, stratum, _features(rows, features))


def _histories(events: pd.DataFrame, own: pd.DataFrame, symbols: list[str]) -> Histories:
    from analytics.models.histories import Histories

    items = pd.Categorical(events["symbol"], categories=symbols).codes.astype(np.int32)
    starts = np.searchsorted(events["row_no"], np.append(own["row_no"], own["row_no"].iloc[-1] + 1))
    return Histories(starts.astype(np.int64), events["day"].to_numpy(np.int64), items, len(symbols))


def _features(rows: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame | None:
    """Give the features of every row; None where some row's aren't known at its date."""
    merged = rows[["customer_id", "as_of"]].merge(features, on=["customer_id", "as_of"], how="left", indicator=True)
    return merged.drop(columns="_merge") if (merged["_merge"] == "both").all() else None
