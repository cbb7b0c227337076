"""An id in free text is kept as a pseudonym and shown as the id, until its customer is erased."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from analytics.knowledge.hidden_ids import GONE, with_ids_hidden, with_ids_shown
from analytics.knowledge.reading import knowledge
from analytics.knowledge.unnamed import UNNAMED
from analytics.live import live_snapshot
from analytics.store.called import ids_of, ids_within
from analytics.store.erased import pseudonym, pseudonyms
from analytics.store.publish import publish_tables
from tests.pages.acted import acted
from tests.pages.made_up_live import key_of, live_store

IDS = ["C0001", "C0001-B", "C.17/x", "17", "řím-05", "90210"]


def _publish(store: Path, ids: list[str]) -> None:
    table = pd.DataFrame({"customer_id": pd.Series(ids, dtype="str"), "status": "active"})
    publish_tables(store, {"customers": table}, {})


@pytest.fixture
def store(tmp_path: Path) -> Path:
    _publish(tmp_path, IDS)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("C0001 pays for C0001-B, (C.17/x).", ["C0001", "C0001-B", "C.17/x"]),
        ("C00012 and XC0001 are others; 17 of them", []),
        ("řím-05's shop; customer 17 and client_id='17'", ["řím-05", "17", "17"]),
        ("balance > 90210", ["90210"]),
        ("nobody here", []),
    ],
)
def test_ids_are_hidden_as_words_and_shown_again(store: Path, text: str, named: list[str]) -> None:
    hidden = with_ids_hidden(store, text)
    assert re.findall(r"\{customer:([0-9a-f]+)\}", hidden) == [pseudonym(store, each) for each in named]
    assert with_ids_shown(store, hidden) == text


def test_a_customer_who_is_gone_is_not_shown(store: Path) -> None:
    hidden = with_ids_hidden(store, "ask C0001 first")
    _publish(store, IDS[1:])
    assert with_ids_shown(store, hidden) == f"ask {GONE} first"


def test_a_written_token_is_no_way_to_the_customer_behind_a_pseudonym(store: Path) -> None:
    asked = f"who is {{customer:{pseudonym(store, 'C0001')}}}?"
    assert "C0001" not in with_ids_shown(store, with_ids_hidden(store, asked))


def test_without_a_snapshot_nobody_is_known(tmp_path: Path) -> None:
    assert ids_within(tmp_path, "C0001") == []
    assert ids_of(tmp_path, ["ab" * 32]) == {}
    assert with_ids_hidden(tmp_path, "C0001") == "C0001"


def test_every_pseudonym_leads_back_to_its_customer(store: Path) -> None:
    named = dict(zip(pseudonyms(store, IDS), IDS, strict=True))
    assert ids_of(store, [*named, "0" * 64]) == named


def test_names_go_where_ids_do_not_and_so_name_nobody(tmp_path: Path) -> None:
    live_store(tmp_path, n=300)
    one, two, three = (key_of(f"3.{number}") for number in (1, 2, 3))
    acted(tmp_path, {"act": "rename", "segment": one, "name": "Like C000040"})
    acted(tmp_path, {"act": "tag", "segment": one, "tag": "as C000040"})
    acted(tmp_path, {"act": "cohort", "name": "With C000040", "rule": "n_own_acts_90d > 2"})
    acted(tmp_path, {"act": "view", "name": "By C000040", "link": "customers", "shared": True})
    acted(tmp_path, {"act": "merge", "segments": [two, three], "name": "Near C000040"})

    known, served = knowledge(tmp_path), live_snapshot(tmp_path)
    assert served is not None
    assert {named.name for named in known.names.values()} == {f"Like {UNNAMED}", f"Near {UNNAMED}"}
    assert [cohort.name for cohort in known.cohorts.values()] == [f"With {UNNAMED}"]
    assert [view.name for view in known.views.values()] == [f"By {UNNAMED}"]
    assert [tag.tag for tag in known.tags] == [f"as {UNNAMED}"]
    assert {f"Like {UNNAMED}", f"Near {UNNAMED}"} <= set(served.table("segments")["name"].dropna())

    acted(tmp_path, {"act": "untag", "tag": f"as {UNNAMED}", "segment": one})
    assert not knowledge(tmp_path).tags
