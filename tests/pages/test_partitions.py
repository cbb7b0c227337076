"""Partitions, on a made-up snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.store.publish import publish_tables
from analytics.store.snapshots import current_snapshot
from pages.shared.figures import corners_of
from pages.shared.readers.partitions import partition
from pages.shared.readers.polygon import thinned
from pages.shared.readers.segments import segments
from tests.pages.made_up import made_up_facts, made_up_store
from tests.pages.made_up_partitions import COARSER, IN_FORCE, N_SPLIT, partition_store, partition_tables
from tests.pages.screen import is_well, opened, said

PAGE = "explore/partitions"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    partition_store(folder)
    return folder


def cards(screen: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value).replace("\\", "") for metric in screen.metric}


def listed(screen: AppTest) -> int:
    return max(len(table.value) for table in screen.dataframe if "customer_id" in table.value.columns)


def test_the_gallery_says_what_is_in_force_and_what_is_nearly_as_likely(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(store, PAGE, monkeypatch)
    assert is_well(screen)
    told = said(screen)
    assert "15 segments** are in force" in told
    assert "16 segments; segments may differ in width** :orange-badge[Near-tie]" in told
    assert "Score lower by **1.0%**" in told
    assert "Tells churn **0." in told
    assert "Agrees with no protected attribute" in told
    assert "clouds" not in told


def test_who_would_move_is_counted_listed_and_drawn(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(store, PAGE, monkeypatch)
    assert cards(screen)["Would move"] == str(N_SPLIT)
    assert any("tell" in label for label in cards(screen))
    assert 0.9 < float(cards(screen)["Agreement"]) < 1
    assert listed(screen) == N_SPLIT
    assert len(screen.get("plotly_chart")) == 3


def test_a_link_names_two_others_and_the_same_twice_moves_nobody(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coarser = opened(store, PAGE, monkeypatch, {"right": str(COARSER)})
    assert is_well(coarser)
    assert int(cards(coarser)["Would move"]) > 200
    same = opened(store, PAGE, monkeypatch, {"left": str(COARSER), "right": str(COARSER)})
    assert is_well(same)
    assert cards(same)["Would move"] == "0"
    assert cards(same)["Agreement"] == "1.00"


def test_a_selection_counts_only_those_in_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everyone = opened(store, PAGE, monkeypatch, {"right": str(COARSER)})
    screen = opened(store, PAGE, monkeypatch, {"right": str(COARSER), "region": "R01"})
    assert is_well(screen)
    assert cards(screen)["Agreement"] == cards(everyone)["Agreement"]
    assert 0 < int(cards(screen)["Would move"]) < int(cards(everyone)["Would move"])
    assert "Share of the selected" in cards(screen)


def test_results_without_partitions_are_to_be_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path)
    screen = opened(tmp_path, PAGE, monkeypatch)
    assert is_well(screen)
    assert "Build again" in said(screen)


def test_where_no_groups_were_found_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    partition_store(tmp_path, structure_found=False, structure_reason="No better than chance.")
    screen = opened(tmp_path, PAGE, monkeypatch)
    assert is_well(screen)
    assert "No groups were found" in said(screen)
    assert "No better than chance." in said(screen)


def test_without_known_outcomes_it_says_that_nothing_can_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partition_store(tmp_path, without=("labels",))
    screen = opened(tmp_path, PAGE, monkeypatch)
    assert is_well(screen)
    assert "Too few outcomes are known" in said(screen)
    assert not any("tell" in label for label in cards(screen))


def test_segments_keep_their_colour_and_those_that_people_took_away_have_one_of_their_own(tmp_path: Path) -> None:
    tables = partition_tables()
    everyone = tables["segments"]
    publish_tables(tmp_path, {**tables, "segments": everyone[everyone["segment_id"] != "3.4"]}, made_up_facts())
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    shown = partition(snapshot, IN_FORCE)
    colours = dict(zip(shown.keys, shown.colours, strict=True))
    named = segments(snapshot).set_index("segment_key")["colour"]
    assert all(colours[key] == named[key] for key in colours if key in named.index)
    assert colours["k34"] not in set(named)
    assert shown.names[shown.keys.index("k34")] == "Savers, kind 1"


def test_corners_are_read_from_what_the_browser_sends_and_nothing_else() -> None:
    lasso = {"x": [0, 10.5, 10], "y": [0, 0, 9]}
    assert corners_of({"selection": {"lasso": [lasso]}}) == ((0.0, 0.0), (10.5, 0.0), (10.0, 9.0))
    for bad in ({"x": [1, 2], "y": [1, 2]}, {"x": [1, 2, "3"], "y": [1, 2, 3]}, {"x": [1, 2, 3], "y": [1, 2]}, "x"):
        assert corners_of({"selection": {"lasso": [bad]}}) is None
    assert corners_of({"selection": {"lasso": []}}) is None
    assert corners_of(None) is None


def test_a_long_outline_keeps_its_shape_in_few_corners_inside_the_map() -> None:
    outline = [(float(step), 70_000.0 - step) for step in range(1_000)]
    kept = thinned(outline, 48)
    assert len(kept) == 48
    assert kept[0] == (0, 65_535)
    assert kept[-1][0] == 999
    assert thinned(outline[:3], 48) == ((0, 65_535), (1, 65_535), (2, 65_535))
