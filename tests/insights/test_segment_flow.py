"""Who moved from where to where, counted by hand, and drawn."""

from __future__ import annotations

import pandas as pd

from analytics.charts.segment_flow import segment_flow as drawn
from analytics.charts.segment_flow import segment_flow_alt
from analytics.charts.theme import LIGHT
from analytics.insights.segment_flow import Placed, segment_flow, what_changed


def _placed(members: dict[str, str], names: dict[str, str]) -> Placed:
    """Segments of level 3 by customer; the id of a segment is another text than its key."""
    segments = pd.DataFrame({"segment_id": [f"L-{key}" for key in names], "segment_key": list(names), "level": 3})
    segments["name"] = list(names.values())
    rows = pd.DataFrame({"customer_id": list(members), "level": 3})
    return Placed(segments, rows.assign(segment_id=[f"L-{key}" for key in members.values()]))


BEFORE = _placed({"A": "k1", "B": "k1", "C": "k1", "D": "k2", "E": "k2"}, {"k1": "One", "k2": "Two"})
NOW = _placed({"A": "k1", "B": "k1", "C": "k3", "D": "k3", "F": "k1"}, {"k1": "The first", "k3": "<b>Three</b>"})
FLOW = segment_flow(BEFORE, NOW)


def test_every_customer_of_either_is_counted_once() -> None:
    assert FLOW[["from_key", "to_key", "n_customers"]].fillna("-").to_numpy().tolist() == [
        ["k1", "k1", 2],
        ["k1", "k3", 1],
        ["k2", "k3", 1],
        ["k2", "-", 1],
        ["-", "k1", 1],
    ]
    assert FLOW["share_of_from"].round(3).tolist()[:4] == [0.667, 0.333, 0.5, 0.5]
    assert FLOW["share_of_to"].round(3).tolist()[:3] == [0.667, 0.5, 0.5]
    assert FLOW["share_of_from"].isna().tolist() == [False] * 4 + [True]


def test_what_changed_in_short() -> None:
    changed = what_changed(FLOW, level=3)
    assert (changed.n_stayed, changed.n_moved, changed.n_joined, changed.n_left) == (2, 2, 1, 1)
    assert (changed.appeared, changed.vanished) == (("<b>Three</b>",), ("Two",))
    assert changed.renamed == (("One", "The first"),)


def test_without_a_segmentation_before_nothing_flows() -> None:
    empty = segment_flow(None, NOW)
    assert empty.empty
    assert list(empty.columns) == list(FLOW.columns)
    assert what_changed(empty, level=3).appeared == ()
    assert segment_flow_alt(empty) == "There was no segmentation before this one."


def test_the_figure_has_a_band_for_each_pair_and_says_so_in_words() -> None:
    figure = drawn(FLOW, ink=LIGHT, colours={"k1": "#0072B2"})
    bands, nodes = figure.data[0].link, figure.data[0].node
    labels = list(nodes.label)
    assert [labels[place] for place in bands.source] == ["One", "One", "Two", "Two", "New to the bank"]
    assert list(bands.value) == [2, 1, 1, 1, 1]
    assert not any("<b>" in label for label in labels)
    assert nodes.color[labels.index("One")] == "#0072B2"
    words = "50.0% of the customers who are in both stayed in their segment."
    assert segment_flow_alt(FLOW).startswith(words)
    assert "1 customer from One to <b>Three</b>" in segment_flow_alt(FLOW)
