"""Recurrent networks that take part in the contest: one a fold for all outcomes that are judged on the same dates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.models.event_streams import EventStreams
from analytics.models.network_forecast import held_customers
from analytics.models.recurrent_network import fit_network
from analytics.models.sequence_contest import N_FOLDS, Folds


def network_scores(
    rows: pd.DataFrame, streams: EventStreams, folds: Mapping[str, Folds], *, n_symbols: int, seed: int
) -> np.ndarray:
    """Score every row that is judged by a network that learned from the other folds' earlier rows.

    Outcomes share networks where the first date that is judged is the same: no network learns from what wasn't known
    by then of any outcome.

    Parameters
    ----------
    rows : DataFrame
        ``outcome``, ``customer_id``, ``as_of`` and ``value`` of all outcomes.
    streams : EventStreams
        The raw sequences before each row.
    folds : mapping of str to Folds
        Of the outcomes that are judged: who learns and who is judged, of that outcome's rows in their order.
    n_symbols : int
        Of the alphabet.
    seed : int

    Returns
    -------
    ndarray, shape (n,)
        Log-odds; 0 where a row isn't judged.
    """
    found = np.zeros(len(rows))
    outcome, as_of = rows["outcome"].to_numpy(dtype=object), rows["as_of"].to_numpy()
    first = {name: as_of[outcome == name][each.late].min() for name, each in folds.items()}
    for date in sorted(set(first.values())):
        shared = {name: each for name, each in folds.items() if first[name] == date}
        own = np.isin(outcome, list(shared))
        found[own] = _scored(rows[own], streams.where(own), shared, n_symbols=n_symbols, seed=seed)
    return found


def _scored(
    rows: pd.DataFrame, streams: EventStreams, folds: Mapping[str, Folds], *, n_symbols: int, seed: int
) -> np.ndarray:
    head = pd.Categorical(rows["outcome"], categories=list(folds)).codes.astype(np.int64)
    early, late = np.zeros((2, len(rows)), dtype=bool)
    fold = np.zeros(len(rows), dtype=int)
    for number, each in enumerate(folds.values()):
        own = head == number
        early[own], late[own], fold[own] = each.early, each.late, each.fold
    # Rows of one customer and day are one landmark, of which several outcomes are asked.
    landmark = rows.groupby(["customer_id", "as_of"], sort=True).ngroup().to_numpy()
    _, row_of = np.unique(landmark, return_index=True)
    found = np.zeros(len(rows))
    for number in range(N_FOLDS):
        learned, judged = early & (fold != number), late & (fold == number)
        targets = np.full((len(row_of), len(folds)), np.nan, dtype=np.float32)
        targets[landmark[learned], head[learned]] = rows["value"].to_numpy()[learned]
        teaches = ~np.isnan(targets).all(axis=1)
        held = held_customers(rows["customer_id"].iloc[row_of[teaches]], seed=seed)
        network = fit_network(
            streams.where(row_of[teaches]), targets[teaches], held, n_symbols=n_symbols, seed=seed + number
        )
        asked, place = np.unique(landmark[judged], return_inverse=True)
        found[judged] = network.margins(streams.where(row_of[asked]))[place, head[judged]]
    return found
