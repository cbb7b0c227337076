"""Sequences and landmarks put together, and cut into pieces."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.event_streams import EventStreams, event_streams
from analytics.models.stream_pieces import FEWEST_EVENTS, N_SLOTS, cut


def test_a_sequence_by_hand() -> None:
    rows = pd.DataFrame(
        {
            "row_no": [3, 4, 5],
            "customer_id": ["a", "a", "b"],
            "as_of": pd.to_datetime(["1970-01-10", "1970-01-20", "1970-01-05"]),
            "tenure_days": [5.0, 15.0, np.nan],
        }
    )
    # What happens at midnight, as the tenth day ends, belongs to the next day.
    events = pd.DataFrame({"first_row": [3, 3, 3], "at_days": [1.5, 10.0, 19.25], "code": [2, 0, 1]})
    streams = event_streams(events, rows)
    assert streams.owner.tolist() == [0, 0, 1]
    assert streams.position.tolist() == [1, 3, 0]
    assert streams.gap_days.tolist() == [0.0, 8.5, 9.25]
    by_hand = np.log1p([[8.5, 5.0, 1.0, 0.0], [0.75, 15.0, 3.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    by_hand[2, 3] = 1.0
    np.testing.assert_allclose(streams.extras, by_hand, rtol=1e-6)
    assert streams.where(np.array([False, True, False])).position.tolist() == [3]


def made_up(seed: int, n_customers: int = 40) -> EventStreams:
    """Customers with up to 900 events, or none, looked at on up to 60 days each."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(0, 900, size=n_customers) * (rng.random(n_customers) < 0.8)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    owner = np.repeat(np.arange(n_customers), rng.integers(1, 60, size=n_customers))
    position = rng.integers(0, lengths[owner] + 1)
    n = int(lengths.sum())
    gap_days = rng.random(n).astype(np.float32)
    return EventStreams(starts, np.arange(n, dtype=np.int32), gap_days, owner, position, rng.random((len(owner), 4)))


@pytest.mark.parametrize("seed", range(5))
def test_every_row_is_read_off_one_piece_after_its_own_latest_events(seed: int) -> None:
    streams = made_up(seed)
    seen = []
    for batch in cut(streams).batches(7, np.random.default_rng(seed)):
        for piece, slot in zip(*np.nonzero(batch.row >= 0), strict=True):
            row, step = int(batch.row[piece, slot]), int(batch.step[piece, slot])
            end = streams.starts[streams.owner[row]] + streams.position[row]
            assert batch.symbol[:step, piece].tolist() == list(range(end - step, end))
            np.testing.assert_array_equal(batch.gap_days[:step, piece], streams.gap_days[end - step : end])
            np.testing.assert_array_equal(batch.extras[piece, slot], streams.extras[row])
            assert min(streams.position[row], FEWEST_EVENTS) <= step <= 2 * FEWEST_EVENTS
            seen.append(row)
    assert sorted(seen) == list(range(len(streams.owner)))


def test_where_a_cut_is_depends_on_nothing_later_and_on_nobody_else() -> None:
    streams = made_up(9)
    alone = streams.where(np.arange(len(streams.owner)) % 7 == 3)
    steps = {}
    for name, own in (("all", streams), ("alone", alone)):
        pieces = cut(own)
        found = np.zeros(len(own.owner), dtype=int)
        found[pieces.row[pieces.row >= 0]] = pieces.step[pieces.row >= 0]
        steps[name] = found
    assert steps["all"][3::7].tolist() == steps["alone"].tolist()
    assert cut(streams).row.shape[1] == N_SLOTS
