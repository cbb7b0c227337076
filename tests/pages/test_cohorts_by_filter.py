"""Cohorts by tag, saved cohort, product and channel: counted like a segment's, and nobody counts on both sides."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest

from analytics.stages.facts import knowledge_facts
from analytics.stages.informed import Said
from analytics.store.publish import publish_tables
from analytics.store.snapshots import Snapshot, current_snapshot
from pages.shared.cohort_groups import Group, group_of
from pages.shared.cohort_sides import sides
from pages.shared.readers import cohorts_told, population
from pages.shared.readers.remembered import forget
from pages.shared.selection import Selection
from pages.shared.small_selection import may_be_told
from tests.pages.acted import acted
from tests.pages.made_up import made_up_facts
from tests.pages.made_up_full import full_tables
from tests.pages.made_up_live import key_of
from tests.pages.screen import is_well, opened, said

COHORTS = "decide/cohorts"
N = 600
MONTHS = range(18)
"""From January 2025, in which all joined, to June 2026, the last that is over."""


def _bank(folder: Path, n_first: int = N) -> None:
    """All, or the first so many, joined in January 2025, the others in May; every sixth left after two months, and
    counts with the customer before."""
    tables = full_tables(N)
    ids = tables["features"]["customer_id"].sort_values().tolist()
    n_left = {each: int(place % 5 == 0) for place, each in enumerate(ids)}
    joined = {each: 1 if place < n_first else 5 for place, each in enumerate(ids)}
    carried = [
        (each, date(2025, joined[each], 1), months, n)
        for each in ids
        for months, n in ((None, 1), (2, n_left[each]))
        if n
    ]
    retention = []
    for month in sorted(set(joined.values())):
        n_joined = sum(n for _, day, _, n in carried if day.month == month)
        n_gone = sum(n_left[each] for each in ids if joined[each] == month)
        retention += [
            (f"2025-{month:02d}", at, None, n_joined, n_joined if at < 2 else n_joined - n_gone)
            for at in MONTHS[: len(MONTHS) + 1 - month]
        ]
    channels = ["web" if place % 2 else "branch" for place in range(len(tables["customers"]))]
    accounts = [
        (each, f"A{place}{product}", product, date(2025, 1, 15), pd.NaT)
        for place, each in enumerate(ids)
        for product, every in (("current", 1), ("card", 2), ("loan", 3))
        if place % every == 0
    ]
    publish_tables(
        folder,
        {
            **tables,
            "retention": pd.DataFrame(
                retention, columns=["cohort", "period_index", "segment_id", "n_start", "n_retained"]
            ).astype({"segment_id": "str"}),
            "retention_facts": pd.DataFrame(carried, columns=["customer_id", "month", "months_here", "n"]).astype(
                {"months_here": "Int64"}
            ),
            "customers": tables["customers"].assign(
                opened_on=[date(2025, joined.get(each, 1), 15) for each in tables["customers"]["customer_id"]],
                closed_on=pd.array([None] * len(channels), dtype="datetime64[us]"),
                home_channel=channels,
            ),
            "customer_accounts": pd.DataFrame(
                accounts, columns=["customer_id", "account_id", "product", "opened_on", "closed_on"]
            ),
        },
        made_up_facts(seed=0, **knowledge_facts(Said())),
    )


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bank")
    _bank(folder)
    return folder


@pytest.fixture
def store(bank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copytree(bank, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    forget()
    return tmp_path


def here(store: Path) -> Snapshot:
    found = current_snapshot(store)
    assert found is not None
    return found


def ids_of(store: Path, first: int, last: int) -> list[str]:
    return population.customer_ids(here(store)).iloc[first:last].tolist()


def counts(group: Group, at: int = 12) -> tuple[int, int]:
    cells = group.counted("month")
    row = cells[cells["period_index"] == at].iloc[0]
    return int(row["n_start"]), int(row["n_retained"])


def test_a_tag_counts_at_once_with_those_who_left_and_are_like_its_customers(store: Path) -> None:
    acted(store, {"act": "tag", "tag": "student", "customers": ids_of(store, 0, 100)})
    snapshot = here(store)
    assert counts(group_of(snapshot, Selection(tag="student"))) == (120, 100), "20 of 120 left in March"
    acted(store, {"act": "tag", "tag": "student", "customers": ids_of(store, 50, 150)})
    assert counts(group_of(here(store), Selection(tag="student"))) == (180, 150), "who has it twice counts once"
    assert int(population.selected(here(store), Selection(tag="student")).sum()) == 150


def test_a_tag_on_a_segment_and_on_a_rule_selects_whoever_is_in_it(store: Path) -> None:
    snapshot = here(store)
    segment, rule = key_of("3.1"), "n_own_acts_90d > 30"
    live = acted(store, {"act": "cohort", "name": "Busy", "rule": rule}).id
    acted(store, {"act": "tag", "tag": "watch", "segment": segment})
    acted(store, {"act": "tag", "tag": "watch", "cohort": live})
    expected = population.selected(snapshot, Selection(segment=segment)) | population.selected(
        snapshot, Selection(rule=rule)
    )
    assert (population.selected(snapshot, Selection(tag="watch")) == expected).all()
    acted(store, {"act": "untag", "tag": "watch", "segment": segment})
    by_rule = population.selected(snapshot, Selection(rule=rule))
    assert (population.selected(snapshot, Selection(tag="watch")) == by_rule).all()


def test_two_tags_that_share_customers_are_compared_without_them(store: Path) -> None:
    for tag, first, last in (("a", 0, 200), ("b", 100, 260), ("c", 120, 180)):
        acted(store, {"act": "tag", "tag": tag, "customers": ids_of(store, first, last)})
    snapshot = here(store)
    a, b, c = (group_of(snapshot, Selection(tag=each)) for each in "abc")
    found = sides(a, b, "month")
    n = [int(each.cells["n_start"].iloc[0]) for each in (found.first, found.second)]
    assert n == [120, 72], "0 to 100 and 200 to 260, with a fifth more who left"
    assert found.shared is not None
    assert int(found.shared["n_start"].iloc[0]) == 120
    assert "Some customers are in both" in found.told
    part = sides(a, c, "month")
    assert [int(each.cells["n_start"].iloc[0]) for each in (part.first, part.second)] == [168, 72]
    assert "“c” is a part of “a”" in part.told
    assert part.shared is None


def test_holders_of_two_products_count_on_neither_side(store: Path) -> None:
    card = group_of(here(store), Selection(product="card"))
    assert counts(card) == (N // 2, N // 2)
    found = sides(card, Group(here(store), "product", "loan", "loan", "loan"), "month")
    assert [int(each.cells["n_start"].iloc[0]) for each in (found.first, found.second)] == [200, 100]
    part = sides(card, Group(here(store), "product", "current", "current", "current"), "month")
    assert part.told.startswith("“card” is a part of “current”")


def test_channels_add_up_to_everybody(store: Path) -> None:
    snapshot = here(store)
    both = [group_of(snapshot, Selection(home_channel=each)) for each in population.channels(snapshot)]
    assert sorted(each.key for each in both) == ["branch", "web"]
    assert sum(counts(each)[0] for each in both) == len(snapshot.table("customers"))


def test_the_screen_draws_a_tag_s_triangle_and_compares_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acted(store, {"act": "tag", "tag": "student", "customers": ids_of(store, 0, 100)})
    acted(store, {"act": "tag", "tag": "review", "segment": key_of("3.1")})
    link = {"tag": "student", "against": "review", "cohorts": "month"}
    app = opened(store, COHORTS, monkeypatch, link)
    assert is_well(app)
    assert dict(app.query_params)["against"] == "review"
    assert "Customers were put into it one by one" in said(app)
    assert "12 months after joining" in said(app)
    assert len(app.get("plotly_chart")) == 4
    assert any(button.label.replace("\\", "") == "Tagged: student" for button in app.button)
    gone = opened(store, COHORTS, monkeypatch, {"tag": "<script>"})
    assert is_well(gone)
    assert "Nobody carries the tag of this link any more" in said(gone)


def test_an_executive_is_not_told_what_a_few_customers_make_of_two_tags(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tag, last in (("wide", 105), ("narrow", 100), ("other", 60)):
        acted(store, {"act": "tag", "tag": tag, "customers": ids_of(store, 0, last)})
    snapshot = here(store)
    told = {each: may_be_told(snapshot, Selection(tag=each)) for each in ("wide", "narrow", "other")}
    assert told == {"wide": False, "narrow": False, "other": True}
    app = opened(store, COHORTS, monkeypatch, {"tag": "narrow"}, person="executive")
    assert is_well(app)
    assert not app.get("plotly_chart")
    assert len(opened(store, COHORTS, monkeypatch, {"tag": "other"}, person="executive").get("plotly_chart")) == 1


def test_a_quarter_in_which_two_tags_differ_by_few_is_not_told_to_an_executive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """300 joined in January, 300 in May: of the latter the one tag has five more, of the former fifty."""
    _bank(tmp_path, n_first=300)
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    forget()
    for tag, first, last in (("wide", 100, 405), ("narrow", 150, 400), ("far", 0, 340)):
        acted(tmp_path, {"act": "tag", "tag": tag, "customers": ids_of(tmp_path, first, last)})
    snapshot = here(tmp_path)
    assert all(may_be_told(snapshot, Selection(tag=each)) for each in ("wide", "narrow", "far"))
    for tag, cohorts in (("wide", {"2025 Q1"}), ("narrow", {"2025 Q1"}), ("far", {"2025 Q1", "2025 Q2"})):
        app = opened(tmp_path, COHORTS, monkeypatch, {"tag": tag}, person="executive")
        assert is_well(app)
        assert set(app.dataframe[0].value["cohort"]) == cohorts
    app = opened(tmp_path, COHORTS, monkeypatch, {"tag": "wide"})
    assert set(app.dataframe[0].value["cohort"]) == {"2025 Q1", "2025 Q2"}, "who sees ids is told all"


def test_holders_of_a_product_and_members_of_a_channel_are_told_beside_the_others_and_everybody(store: Path) -> None:
    snapshot = here(store)
    assert cohorts_told.of_all(snapshot)["quarter"] == {"2025 Q1"}
    assert cohorts_told.of_members(snapshot, "channel") == {"web": {"2025 Q1"}, "branch": {"2025 Q1"}}
    told = cohorts_told.of_products(snapshot)
    assert told == {"card": {"2025 Q1"}, "loan": {"2025 Q1"}, "current": set()}, "one customer has no account"


def test_of_few_who_joined_in_a_quarter_of_their_own_nothing_follows(tmp_path: Path) -> None:
    _bank(tmp_path, n_first=N - 5)
    snapshot = here(tmp_path)
    assert cohorts_told.of_all(snapshot) == {"month": set(), "quarter": set(), "year": {"2025"}}
    assert not any(cohorts_told.of_members(snapshot, "channel").values())
