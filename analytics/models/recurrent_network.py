"""A recurrent network over raw sequences: one for all that is asked, taught until customers held back gain no more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.models.event_streams import EventStreams
from analytics.models.network_library import make_ready
from analytics.models.stream_pieces import Batch, cut

MOST_EPOCHS, PATIENCE = 40, 4
PIECES_TAUGHT, PIECES_SCORED = 64, 256
"""At once."""


@dataclass(frozen=True)
class RecurrentNetwork:
    """A fitted network.

    Attributes
    ----------
    weights : dict of str to ndarray
    n_epochs : int
        After which the customers held back were foreseen best.
    """

    weights: dict[str, np.ndarray]
    n_epochs: int

    def margins(self, streams: EventStreams) -> np.ndarray:
        """Give each row the log-odds of all that was asked, shape (n, heads); one row's don't depend on the others."""
        make_ready()
        from analytics.models.gated_unit import log_odds

        found = np.zeros((len(streams.position), len(self.weights["head_bias"])))
        for batch in cut(streams).batches(PIECES_SCORED):
            is_row = batch.row >= 0
            found[batch.row[is_row]] = np.asarray(log_odds(self.weights, _pieces(batch)))[is_row]
        return found


def fit_network(
    streams: EventStreams, targets: np.ndarray, is_held: np.ndarray, *, n_symbols: int, seed: int
) -> RecurrentNetwork:
    """Teach one network all that is asked.

    Parameters
    ----------
    streams : EventStreams
        The rows to learn from.
    targets : ndarray, shape (n, heads)
        Whether each thing followed, 0 or 1; NaN where it isn't asked of the row. Both occur of every head.
    is_held : ndarray of bool
        Rows, of customers of their own, that only say when to stop.
    n_symbols : int
        Of the alphabet.
    seed : int
        The same seed gives the same network on any number of threads.

    Returns
    -------
    RecurrentNetwork
    """
    make_ready()
    import jax

    from analytics.models.gated_unit import first_weights, taught

    random = np.random.default_rng(seed)
    base = np.nanmean(targets, axis=0)
    weights = first_weights(n_symbols, np.log(base) - np.log1p(-base), random)
    weight = _head_weights(base)
    watched, values = streams.where(is_held), targets[is_held]
    pieces, own = cut(streams.where(~is_held)), targets[~is_held]
    nothing = {name: np.zeros_like(each) for name, each in weights.items()}
    state, n_steps, key = (weights, nothing, nothing), 0, jax.random.key(seed)
    best, found = np.inf, RecurrentNetwork(weights, 0)
    for epoch in range(1, MOST_EPOCHS + 1):
        for batch in pieces.batches(PIECES_TAUGHT, random):
            n_steps += 1
            state = taught(state, np.float32(n_steps), _pieces(batch), _asked(batch, own, weight), key)
        network = RecurrentNetwork({name: np.asarray(each) for name, each in state[0].items()}, epoch)
        loss = _mean_loss(network.margins(watched), values, weight)
        if loss < best:
            best, found = loss, network
        elif epoch - found.n_epochs >= PATIENCE:
            break
    return found


def _head_weights(base: np.ndarray) -> np.ndarray:
    """Let every head count alike: by what its log loss is where nothing is known but the share."""
    weight = -1 / (base * np.log(base) + (1 - base) * np.log1p(-base))
    return np.asarray(weight / weight.mean(), dtype=np.float32)


def _pieces(batch: Batch) -> tuple[np.ndarray, ...]:
    return batch.symbol, batch.gap_days, batch.step, batch.extras


def _asked(batch: Batch, targets: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values = targets[batch.row]
    is_asked = (batch.row >= 0)[..., None] & ~np.isnan(values)
    return np.nan_to_num(values).astype(np.float32), np.where(is_asked, weight, 0).astype(np.float32)


def _mean_loss(margin: np.ndarray, values: np.ndarray, weight: np.ndarray) -> float:
    is_asked = ~np.isnan(values)
    surprise = np.logaddexp(0, margin) - np.nan_to_num(values) * margin
    return float((surprise * weight)[is_asked].sum() / max((is_asked * weight).sum(), 1e-6))
