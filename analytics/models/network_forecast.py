"""One recurrent network for all that may happen next, at whatever horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.models.event_streams import EventStreams
from analytics.models.recurrent_network import RecurrentNetwork, fit_network
from analytics.models.splits import seeded_order

PERCENT_HELD = 15
"""Of the customers who teach: they say when to stop."""


@dataclass(frozen=True)
class Questions:
    """What the network is asked of the landmarks of all horizons, one horizon after another.

    Attributes
    ----------
    customer_ids : Series of str
        Whose row it is.
    followed : sequence of ndarray, shape (n, symbols)
        Of each horizon, what followed.
    learn : sequence of ndarray of bool
        Of each horizon, the rows that teach.
    asked : mapping of int to int
        Place of a symbol, and of the horizon at which it is asked; one head each, in this order.
    """

    customer_ids: pd.Series
    followed: Sequence[np.ndarray]
    learn: Sequence[np.ndarray]
    asked: Mapping[int, int]

    def targets(self) -> np.ndarray:
        """Give a row a landmark and a column a head; NaN where it isn't asked at that horizon."""
        columns = [
            [each[:, place] if level == own else np.full(len(each), np.nan) for level, each in enumerate(self.followed)]
            for place, own in self.asked.items()
        ]
        return np.column_stack([np.concatenate(column) for column in columns]).astype(np.float32)


@dataclass(frozen=True)
class NetworkForecast:
    """A network, with what it says of the landmarks.

    Attributes
    ----------
    network : RecurrentNetwork
        A head a forecast, in the order in which they were asked.
    margins_of : list of ndarray, shape (n, heads)
        Of each horizon, the log-odds of its landmarks; those it was taught with are known to it.
    """

    network: RecurrentNetwork
    margins_of: list[np.ndarray]


def fit_network_forecast(streams: EventStreams, questions: Questions, *, n_symbols: int, seed: int) -> NetworkForecast:
    """Teach a network with the rows that teach the other methods too, and let it foresee all rows.

    Parameters
    ----------
    streams : EventStreams
        The raw sequences, in the order of the questions.
    questions : Questions
    n_symbols : int
        Of the alphabet.
    seed : int

    Returns
    -------
    NetworkForecast
    """
    learn = np.concatenate(questions.learn)
    held = held_customers(questions.customer_ids[learn], seed=seed)
    network = fit_network(streams.where(learn), questions.targets()[learn], held, n_symbols=n_symbols, seed=seed)
    ends = np.cumsum([len(each) for each in questions.learn])[:-1]
    return NetworkForecast(network, np.split(network.margins(streams), ends))


def held_customers(customer_ids: pd.Series, *, seed: int) -> np.ndarray:
    """Say of each row whether its customer is held back, by the id alone."""
    return np.asarray(seeded_order(customer_ids, seed=seed + 1) % 100 < PERCENT_HELD)
