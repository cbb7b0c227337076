"""Levers of a customer table are read as they are written, and refused where nobody could pull them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import InputError
from analytics.sources.table_levers import ACTORS, DIRECTIONS, TableLever, parse_levers
from analytics.store.connection import open_for_reading
from analytics.store.source import loaded_source
from tests.sources.test_table import load

CONTRACTS = (
    "client,Age,fees,contract,gender,bank,left\n"
    "1,30,10,monthly,f,ours,yes\n"
    "2,41,20,monthly,m,ours,no\n"
    "3,52,30,yearly,f,ours,no\n"
)
names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    lambda name: name == name.strip() and name
)
steps = st.one_of(st.none(), st.floats(0.001, 1e6).map(repr), st.just("One year|Two year"))


@given(names, st.sampled_from(ACTORS), st.sampled_from(DIRECTIONS), steps)
def test_what_is_written_is_read_back(column: str, actor: str, way: str, step: str | None) -> None:
    lever = TableLever(column, actor, way, step)  # type: ignore[arg-type]
    assert parse_levers([lever.text()]) == (lever,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fees", "Write it as COLUMN="),
        ("fees=down", "Write it as COLUMN="),
        ("fees=nobody:down", '"nobody" is none of bank, customer'),
        ("fees=bank:left", '"left" is none of up, down, either'),
    ],
)
def test_what_is_no_lever_is_refused_with_its_form(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_levers([text])


def test_a_column_is_named_once() -> None:
    with pytest.raises(InputError, match="named twice"):
        parse_levers(["fees=bank:down", "fees=bank:up"])


@pytest.mark.parametrize(
    ("lever", "message"),
    [
        ("nope=bank:up", "there is no such column. It has: client, Age"),
        ("left=bank:up", "left is the label"),
        ("client=bank:up", "client is the id"),
        ("gender=customer:either", "gender is protected"),
        ("Age=customer:up", "nobody is asked to change their age"),
        ("contract=customer:up", "column of categories, which go neither up nor down"),
        ("contract=customer:either:weekly", 'no customer has "weekly". The values of contract: monthly, yearly'),
        ("fees=bank:down:0", "a number above 0"),
        ("fees=bank:down:some", "a number above 0"),
        ("bank=bank:either", "has the same value for everyone"),
    ],
)
def test_a_column_that_nobody_could_change_is_refused_and_nothing_is_loaded(
    tmp_path: Path, lever: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, CONTRACTS, id_column="client", levers=(lever,))
    assert not (tmp_path / "store" / "warehouse.duckdb").exists()


def test_the_source_keeps_its_levers_until_it_is_loaded_with_others(tmp_path: Path) -> None:
    def kept() -> object:
        with open_for_reading(tmp_path / "store") as warehouse:
            return loaded_source(warehouse).options.get("levers")

    levers = ("fees=bank:down:5", "contract=customer:either:yearly")
    load(tmp_path, CONTRACTS, id_column="client", levers=levers)
    assert kept() == ["contract=customer:either:yearly", "fees=bank:down:5"]
    assert load(tmp_path, CONTRACTS, id_column="client", levers=levers[::-1]).unchanged
    assert not load(tmp_path, CONTRACTS, id_column="client").unchanged
    assert kept() is None
