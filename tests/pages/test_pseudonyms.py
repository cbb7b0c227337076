"""Executives see no ids: fifty canaries, looked for on their screens, in their files, links and logs."""

from __future__ import annotations

import io
import logging
import os
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from analytics.insights.small_groups import FEWEST
from analytics.knowledge.reading import events
from analytics.knowledge.rights import SCREENS, Sight, sight
from analytics.knowledge.roles import Role
from analytics.live import live_snapshot
from analytics.store.erased import pseudonyms
from pages.shared.readers.population import products, selected
from pages.shared.readers.segments import segments
from pages.shared.readers.tellable import tellable
from pages.shared.screens import file_of
from pages.shared.selection import Selection
from pages.shared.small_selection import may_be_told
from tests.pages.acted import acted, noted
from tests.pages.made_up import made_up_store
from tests.pages.made_up_full import NOTED, full_store
from tests.pages.screen import is_well, opened, said

N = 600
BLIND = [role for role in Role if sight(role) is not Sight.IDS]
THEIRS = [(role, screen) for role in BLIND for screen, roles in SCREENS.items() if role in roles]
CANARIES = [f"C{n:06d}" for n in range(50)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("canaries")
    full_store(store, n=N)
    noted(store, f"Ask {CANARIES[4]} about it, she knows", subject_id=NOTED, kind="product")
    noted(store, "He moved abroad", subject_kind="customer", subject_id=CANARIES[6], kind="product")
    acted(store, {"act": "ask", "to": "executive", "body": f"Is {CANARIES[5]} one of yours?"})
    return store


def everything(app: AppTest) -> str:
    """All that goes to the browser: the messages themselves, and the address."""
    told = [str(delta) for delta in app._tree.__dict__.values()]
    parts = [repr(node.proto) if hasattr(node, "proto") else "" for node in _nodes(app._tree)]
    tables = [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join([*told, *parts, *tables, str(app.query_params), said(app)])


def _nodes(block: Any) -> list[Any]:
    found = [block]
    for child in getattr(block, "children", {}).values():
        found += _nodes(child)
    return found


def unpacked(file: bytes) -> bytes:
    """What a file holds: workbooks and slides are packed, and name nobody before they are unpacked."""
    if not file.startswith(b"PK"):
        return file
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def purpose(app: AppTest) -> TextInput:
    return next(box for box in app.text_input if box.label == "Show who this is, for")


def page(screen: str) -> str:
    return str(file_of(screen)).removeprefix("pages/").removesuffix(".py")


LINKS = [{"segment": NOTED, "customer": CANARIES[4]}, {"search": "C00000"}]


@pytest.mark.parametrize(("role", "screen"), THEIRS, ids=str)
@pytest.mark.parametrize("link", LINKS if os.environ.get("TANDEM_SLOW") else LINKS[:1], ids=str)
def test_no_screen_names_anybody_to_one_who_sees_no_ids(
    role: Role,
    screen: str,
    link: dict[str, str],
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    files: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda label, data, key, **_: files.update({key: data}))
    with caplog.at_level(logging.INFO):
        app = opened(store, page(screen), monkeypatch, link, person=role.value)
    assert is_well(app)
    told = everything(app)
    assert not [one for one in CANARIES if one in told]
    assert not [one for one in CANARIES if one in caplog.text]
    # A report takes seconds to make, and is the same whatever the link.
    for key, make in files.items() if "segment" in link else ():
        inside = unpacked(make())
        assert not [one for one in CANARIES if one.encode() in inside], key


def test_an_analyst_sees_the_ids_so_the_canaries_are_there(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = everything(opened(store, "explore/customers", monkeypatch, {"search": "C00000"}))
    assert CANARIES[4] in told


def test_a_customer_is_opened_by_pseudonym_alone_and_revealed_for_a_purpose(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pseudonym = pseudonyms(store, (CANARIES[4],))[0]
    assert "No customer is chosen" in said(
        opened(store, "explore/customer", monkeypatch, {"customer": CANARIES[4]}, person="executive")
    )
    app = opened(store, "explore/customer", monkeypatch, {"customer": pseudonym}, person="executive")
    assert is_well(app)
    assert f"Customer {pseudonym[:12]}" in said(app)
    assert "Of 100 customers like this one" in said(app)
    assert CANARIES[4] not in everything(app)
    before = len(events(store))
    purpose(app).input("because")
    next(button for button in app.button if button.label == "Reveal").click().run()
    assert "at least 10 characters" in app.error[0].value.replace("\\", "")
    assert len(events(store)) == before
    purpose(app).input("A complaint to the board")
    next(button for button in app.button if button.label == "Reveal").click().run()
    assert CANARIES[4] in said(app)
    last = events(store)[-1]
    assert (last.act, last.author, last.text("purpose")) == ("reveal", "executive", "A complaint to the board")
    assert CANARIES[4] not in str(last.entry)
    again = opened(store, "explore/customer", monkeypatch, {"customer": pseudonym}, person="executive")
    assert CANARIES[4] not in everything(again), "a reveal is for the session of whoever asked"


def test_a_rule_is_left_out_of_a_link_for_one_who_sees_no_ids(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = opened(store, "explore/customers", monkeypatch, {"rule": "balance > 0"}, person="executive")
    assert "is left out" in said(few)
    assert f"Everyone · {N} customers" in said(few)


def test_filters_that_keep_few_or_all_but_few_are_not_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, n=60)
    snapshot = live_snapshot(tmp_path)
    assert snapshot is not None
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    told = [
        Selection(region=region, product=held, segment=segment)
        for region in (None, "R01", "R02", "R03", "R04")
        for held in (None, *products(snapshot))
        for segment in (None, *segments(snapshot)["segment_key"])
    ]
    kept = {each: frozenset(np.flatnonzero(selected(snapshot, each))) for each in told if may_be_told(snapshot, each)}
    assert len(told) > len(kept) > 1
    for one, other in product(kept, kept):
        is_narrower = set(one.filters()) >= set(other.filters()) and kept[one] <= kept[other]
        is_few = 0 < len(kept[other] - kept[one]) < FEWEST
        shares = all(getattr(one, name) == getattr(other, name) for name in other.filters())
        assert not (is_narrower and is_few and shares), (one, other)
    assert all(not kept_by or len(kept_by) >= FEWEST for kept_by in kept.values())
    small = next(each for each in told if each not in kept and selected(snapshot, each).any())
    link = {name: str(getattr(small, name)) for name in small.filters()}
    app = opened(tmp_path, "explore/customers", monkeypatch, link, person="executive")
    assert "keep fewer than ten customers" in said(app)
    assert "Too few to tell of" in said(app)
    assert not app.dataframe


def test_segments_of_all_levels_together_tell_of_no_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, n=60)
    snapshot = live_snapshot(tmp_path)
    assert snapshot is not None
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    shown = tellable(snapshot)
    table = segments(snapshot)
    sizes = dict(zip(table["segment_id"].astype(str), table["n_customers"], strict=True))
    assert any(size < FEWEST for size in sizes.values())
    assert all(sizes[name] >= FEWEST for name in shown)
    assert set(shown) < set(sizes)
