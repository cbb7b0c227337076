"""What goes to the browser for the map, and what may come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.insights.selection_profile import selection_profile
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.map.component import Cleared, PickedArea, PickedCustomer, PickedSegment, read_pick
from pages.shared.map.wire import REST
from pages.shared.readers import described_selection, layouts, map_view, population
from pages.shared.readers.map_labels import map_labels
from pages.shared.readers.map_view import Ask
from pages.shared.readers.polygon import inside
from pages.shared.readers.remembered import forget
from pages.shared.readers.segments import segments
from pages.shared.selection import Area, Selection
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts, made_up_store, made_up_tables


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
    everywhere = Area(layouts.behaviour(snapshot).map_id, ((0, 0), (65_535, 0), (65_535, 65_535), (0, 65_535)))
    assert population.selected(snapshot, Selection(area=everywhere)).sum() >= 298


def test_a_point_leads_to_its_customer(snapshot: Snapshot) -> None:
    map_id = layouts.behaviour(snapshot).map_id
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


@pytest.fixture
def many(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Snapshot]:
    """The made-up snapshot treated as one of more customers than ids are sent for."""
    monkeypatch.setattr(layouts, "IDS_UP_TO", 100)
    monkeypatch.setattr(map_view, "IDS_UP_TO", 100)
    forget()
    yield snapshot
    forget()


def placed_in_cells(body: bytes, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Read places as the browser does: the cell is the high byte of both, by its turn."""
    counts = np.frombuffer(body, dtype="<u4", count=65_536)
    cell = np.repeat(np.arange(65_536), counts)
    low = np.frombuffer(body, dtype=np.uint8, offset=4 * 65_536).astype(int)
    return ((cell & 255) << 8) + low[:n], (cell & 0xFF00) + low[n:]


def test_many_places_are_two_bytes_a_customer_and_each_point_still_leads_to_its_customer(many: Snapshot) -> None:
    header, body = unpacked(map_view.places_bytes(many))
    assert header["in_cells"] is True
    assert header["ids"] is None
    assert len(body) == 4 * 65_536 + 2 * 300
    x, y = placed_in_cells(body, 300)
    where, ids = layouts.behaviour(many), population.customer_ids(many)
    for index in range(300):
        customer = map_view.customer_at(many, where.map_id, index)
        at = int(np.flatnonzero(ids == customer)[0])
        assert (where.x[at], where.y[at]) == (x[index], y[index])


def test_the_colours_of_many_come_in_the_order_of_their_places(many: Snapshot) -> None:
    _, places = unpacked(map_view.places_bytes(many))
    x, y = placed_in_cells(places, 300)
    where = layouts.behaviour(many)
    corners = ((20_000, 1), (60_000, 1), (60_000, 50_000), (20_000, 50_000))
    _, body = unpacked(
        map_view.view_bytes(many, Selection(area=Area(where.map_id, corners)), Ask("segment", 3, "churn"))
    )
    coloured = np.frombuffer(body, dtype=np.uint8) != REST
    assert 0 < coloured.sum() < 300
    assert (coloured == inside(corners, x.astype(np.uint16), y.astype(np.uint16))).all()


def test_tips_tell_each_customers_segment_and_risk(many: Snapshot) -> None:
    header, body = unpacked(map_view.tips_bytes(many, 3, "churn"))
    names = header["names"]
    assert isinstance(names, list)
    told = np.frombuffer(body, dtype=np.uint8).reshape(2, 300)
    label = segments(many).set_index("segment_id")["label"]
    member = many.table("membership").query("level == 3").set_index("customer_id")["segment_id"]
    risk = many.table("scores").set_index("customer_id")["probability"]
    map_id = layouts.behaviour(many).map_id
    for index in range(300):
        customer = str(map_view.customer_at(many, map_id, index))
        assert names[told[0, index]] == label[member[customer]]
        assert told[1, index] / 200 == pytest.approx(risk[customer], abs=0.0026)


def test_an_edit_laid_over_a_snapshot_sends_no_places_again(snapshot: Snapshot) -> None:
    class Overlaid:
        id = f"{snapshot.id}~7"

    sent, ids = map_view.places_bytes(snapshot), population.customer_ids(snapshot)
    overlaid = cast("Snapshot", Overlaid())
    assert map_view.places_bytes(overlaid) is sent
    assert population.customer_ids(overlaid) is ids
    with pytest.raises(AttributeError):
        segments(overlaid)  # people's edits change these: they are read anew


def test_a_persons_name_wins_and_is_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    tables = made_up_tables(120)
    tables["segments"].loc[tables["segments"]["segment_id"] == "2.2", "name"] = "Nest builders"
    publish_tables(tmp_path, tables, made_up_facts())
    acted(tmp_path, {"act": "rename", "segment": "k22", "name": "Nest builders"}, author="analyst")
    found = current_snapshot(tmp_path)
    assert found is not None
    signed = {label["text"]: label["by"] for label in map_labels(found)}
    assert signed["Nest builders"] == "analyst"
    assert [by for by in signed.values() if by] == ["analyst"]
    assert "Savers" not in signed


def test_a_name_stands_in_the_middle_of_its_segment(snapshot: Snapshot) -> None:
    where = layouts.behaviour(snapshot)
    label = next(one for one in map_labels(snapshot) if one["key"] == "k24")
    member = snapshot.table("membership").query("segment_id == '2.4'")["customer_id"]
    theirs = population.customer_ids(snapshot).isin(set(member)).to_numpy()
    assert (label["x"], label["y"]) == (int(np.median(where.x[theirs])), int(np.median(where.y[theirs])))


@settings(max_examples=25, deadline=None)
@given(
    centre=some.tuples(some.integers(5_000, 60_000), some.integers(5_000, 60_000)), radius=some.integers(2_000, 40_000)
)
def test_the_quick_answers_to_an_area_are_the_exact_ones(
    snapshot: Snapshot, centre: tuple[int, int], radius: int
) -> None:
    corners = tuple(
        (int(np.clip(centre[0] + dx * radius, 0, 65_535)), int(np.clip(centre[1] + dy * radius, 0, 65_535)))
        for dx, dy in ((1, 0), (0.3, 0.4), (0, 1), (-1, 0), (0, -1))
    )
    where = layouts.behaviour(snapshot)
    selection = Selection(area=Area(where.map_id, corners))
    mask = population.selected(snapshot, selection)
    ids = population.customer_ids(snapshot)[mask]
    member = snapshot.table("membership").query("level == 3 and customer_id in @ids")
    counts = described_selection.selected_by_segment(snapshot, selection, 3).set_index("segment_id")["n_selected"]
    assert counts[counts > 0].to_dict() == member["segment_id"].value_counts().to_dict()
    scores = snapshot.table("scores").query("customer_id in @ids")["probability"]
    assert described_selection.selected_risk(snapshot, selection, "churn")[0] == (
        pytest.approx(scores.mean()) if len(ids) else None
    )
    exact = selection_profile(
        snapshot.table("features").sort_values("customer_id").drop(columns=["customer_id", "as_of"]), mask
    )
    apart = described_selection.what_sets_them_apart(snapshot, selection)
    assert not apart.is_sample
    both = apart.table.merge(exact, on="feature", suffixes=("", "_exact"))
    assert len(both) == len(exact) == len(apart.table)
    np.testing.assert_allclose(both["effect"], both["effect_exact"], atol=1e-5)
    np.testing.assert_allclose(both["upper"], both["upper_exact"], atol=1e-5)


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
