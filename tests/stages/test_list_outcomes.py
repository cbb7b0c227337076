"""The whole way round on a demo bank: a list is made, later data come in, and what came of it is told."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics import acting
from analytics.insights.intervals import newcombe
from analytics.insights.list_results import ListResult, ListVerdict
from analytics.knowledge.reading import knowledge
from analytics.pipeline import Request, build
from analytics.stages.list_outcomes import result_in
from analytics.store.called import ids_of
from analytics.store.erase import erase_customer
from analytics.store.load import ingest
from analytics.store.snapshots import current_snapshot
from analytics.vocabulary import Json
from tests.store.copied import copied

MADE_ON, DUE_ON = date(2024, 6, 30), date(2024, 7, 2)
RIPE_ON = LATER = DUE_ON + timedelta(days=90)
TERMS: dict[str, Json] = {"capacity": 100, "hold_out": 0.4, "offer": "a call", "owner": "expert"}


@pytest.fixture(scope="module")
def loop(demo_bank: Path, demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The bank's folder and the store, after a list of June, contacts in July, and a build of September."""
    folder = tmp_path_factory.mktemp("loop")
    bank, store = folder / "bank", copied(demo_store, folder)
    shutil.copytree(demo_bank, bank)
    act: dict[str, Json] = {"act": "retention_list", "name": "Summer", "due_on": DUE_ON.isoformat(), **TERMS}
    acting.do(store, act, author="executive")
    assert (knowledge(store).lists["l1"].as_of, _came(store).verdict) == (MADE_ON, ListVerdict.NOT_RIPE)
    contacted, held_back = _listed(store)
    _contact(bank, contacted[:80], held_back[:1])
    _close(bank, [*contacted[:5], *held_back[:9]], on=RIPE_ON)
    _close(bank, [*contacted[5:8], *held_back[9:12]], on=RIPE_ON + timedelta(days=1))
    ingest(store, bank)
    build(store, Request(as_of=LATER, stages=("offers", "features")))
    return bank, store


def _listed(store: Path) -> tuple[list[str], list[str]]:
    made = knowledge(store).lists["l1"]
    ids = ids_of(store, [*made.contacted, *made.held_back])
    contacted, held_back = ([ids[each] for each in those if each in ids] for those in (made.contacted, made.held_back))
    return contacted, held_back


def _came(store: Path) -> ListResult:
    snapshot, made = current_snapshot(store), knowledge(store).lists["l1"]
    assert snapshot is not None
    return result_in(snapshot, made, ids_of(store, [*made.contacted, *made.held_back]))


def _contact(bank: Path, reached: list[str], by_mistake: list[str]) -> None:
    file = bank / "contacts.parquet"
    there = pd.read_parquet(file)
    rows = pd.DataFrame({"customer_id": [*reached, *by_mistake], "offered_at": pd.Timestamp("2024-07-01 10:00")})
    rows = rows.assign(offer="a call", channel="phone", variant="offer", propensity=0.6, accepted=0, reward=0.0)
    rows.loc[:19, ["accepted", "reward"]] = [1, 12.5]
    # An offer of another name, and one of this name before the list was made, are not this list's.
    other = rows.head(30).assign(customer_id=reached[50:80], offer="fee_waiver", accepted=1, reward=99.0)
    before = rows.head(5).assign(offered_at=pd.Timestamp("2024-06-30 23:00"), reward=99.0)
    more = pd.concat([rows, other, before], ignore_index=True)[there.columns]
    pd.concat([there, more.astype(there.dtypes)], ignore_index=True).to_parquet(file, index=False)


def _close(bank: Path, those: list[str], *, on: date) -> None:
    file = bank / "customers.parquet"
    table = pd.read_parquet(file)
    table["closed_on"] = table["closed_on"].where(~table["customer_id"].isin(those), on)
    table.to_parquet(file, index=False)


def test_what_came_of_it_is_what_the_banks_files_say(loop: tuple[Path, Path]) -> None:
    bank, store = loop
    contacted, held_back = _listed(store)
    assert (len(contacted), len(held_back)) == (100, 67)
    closed_on = pd.read_parquet(bank / "customers.parquet").set_index("customer_id")["closed_on"]

    def stayed(those: list[str]) -> int:
        return sum(pd.isna(closed_on[each]) or closed_on[each] > RIPE_ON for each in those)

    found = _came(store)
    assert (found.contacted.n_stayed, found.held_back.n_stayed) == (stayed(contacted), stayed(held_back))
    assert stayed(held_back) <= len(held_back) - 9
    assert (found.uplift, found.lower, found.upper) == newcombe(
        (stayed(contacted), len(contacted)), (stayed(held_back), len(held_back))
    )
    assert (found.contacted.n_reached, found.contacted.n_accepted, found.contacted.reward) == (80, 20, 250.0)
    assert (found.held_back.n_reached, found.held_back.n_accepted) == (1, 0), "who was contacted all the same is told"
    assert found.ripe_on == RIPE_ON


def test_a_list_survives_builds_and_new_data_and_an_erased_customer_is_off_it(
    loop: tuple[Path, Path], tmp_path: Path
) -> None:
    store = copied(loop[1], tmp_path)
    contacted, held_back = _listed(store)
    erase_customer(store, contacted[0])
    assert _listed(store) == (contacted[1:], held_back)
    assert _came(store).contacted.n == len(contacted) - 1
