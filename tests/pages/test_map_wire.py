"""What goes to the browser for the map, and what may come back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.map.component import Cleared, PickedArea, PickedCustomer, PickedSegment, read_pick
from pages.shared.map.wire import REST
from pages.shared.readers import map_view, population
from pages.shared.readers.map_view import Ask
from pages.shared.selection import Area, Selection
from tests.pages.made_up import made_up_store


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("map")
    made_up_store(folder, n=300)
    found = current_snapshot(folder)
    assert found is not None
    return found


def unpacked(message: bytes) -> tuple[dict[str, object], bytes]:
    length = int.from_bytes(message[:4], "little")
    assert length % 4 == 0
    return json.loads(message[4 : 4 + length]), message[4 + length :]


def test_places_are_four_bytes_a_customer_and_keep_the_shape(snapshot: Snapshot) -> None:
    header, body = unpacked(map_view.places_bytes(snapshot))
    assert header["n"] == 300
    assert len(body) == 300 * 4
    x = np.frombuffer(body, dtype="<u2", count=300).astype(float)
    y = np.frombuffer(body, dtype="<u2", offset=600).astype(float)
    truth = snapshot.table("map")
    assert np.corrcoef(x, truth["x"])[0, 1] > 0.999999
    assert np.corrcoef(y, truth["y"])[0, 1] > 0.999999
    assert np.ptp(x) / np.ptp(y) == pytest.approx(np.ptp(truth["x"]) / np.ptp(truth["y"]), rel=1e-3)


def test_a_look_is_one_byte_a_customer_and_greys_the_rest(snapshot: Snapshot) -> None:
    selection = Selection(segment="k24")
    header, body = unpacked(map_view.view_bytes(snapshot, selection, Ask("segment", 2, "churn")))
    codes = np.frombuffer(body, dtype=np.uint8)
    kept = population.selected(snapshot, selection)
    assert len(codes) == 300
    assert ((codes == REST) == ~kept).all()
    assert header["has_rest"] is True


@pytest.mark.parametrize("by", ["segment", "risk", "strength", "inflow_90d", "mobile_share_90d"])
def test_every_colouring_has_a_colour_and_words_for_each_class(snapshot: Snapshot, by: str) -> None:
    header, body = unpacked(map_view.view_bytes(snapshot, Selection(), Ask(by, 3, "churn")))
    used = {code for code in body if code < 254}
    palette, tips = header["palette"], header["tips"]
    assert isinstance(palette, list)
    assert isinstance(tips, list)
    assert max(used) < len(palette)
    assert max(used) < len(tips)


def test_an_area_around_everyone_selects_everyone(snapshot: Snapshot) -> None:
    everywhere = Area(population.places(snapshot).map_id, ((0, 0), (65_535, 0), (65_535, 65_535), (0, 65_535)))
    assert population.selected(snapshot, Selection(area=everywhere)).sum() >= 298


def test_a_point_leads_to_its_customer(snapshot: Snapshot) -> None:
    map_id = population.places(snapshot).map_id
    assert map_view.customer_at(snapshot, map_id, 17) == "C000017"
    assert map_view.customer_at(snapshot, map_id, 300) is None
    assert map_view.customer_at(snapshot, "0000", 17) is None


def test_what_the_map_sends_is_understood() -> None:
    corners = [[0, 0], [10, 0], [10, 65_535]]
    assert read_pick({"picked": {"kind": "clear"}}) == Cleared()
    assert read_pick({"picked": {"kind": "segment", "key": "k1"}}) == PickedSegment("k1")
    assert read_pick({"picked": {"kind": "customer", "map_id": "ab", "index": 3}}) == PickedCustomer("ab", 3)
    assert read_pick({"picked": {"kind": "area", "map_id": "ab", "corners": corners}}) == PickedArea(
        Area("ab", ((0, 0), (10, 0), (10, 65_535)))
    )


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=6) | some.dictionaries(some.text(max_size=8), inner, max_size=6),
    max_leaves=20,
)
kinds = some.sampled_from(["clear", "segment", "customer", "area", "other"])


@given(
    anything
    | some.fixed_dictionaries(
        {
            "picked": some.fixed_dictionaries(
                {"kind": kinds}, optional={"map_id": anything, "key": anything, "index": anything, "corners": anything}
            )
        }
    )
)
def test_whatever_a_browser_sends_is_read_or_dropped(sent: object) -> None:
    found = read_pick(sent)
    if isinstance(found, PickedArea):
        assert all(0 <= part <= 65_535 for corner in found.area.corners for part in corner)
    if isinstance(found, PickedCustomer):
        assert found.index >= 0
