"""A spoilt file is refused in words with nothing changed, or loaded so that every row of it is accounted for."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analytics.__main__ import run
from analytics.store.connection import open_for_reading
from analytics.store.reading import identifier
from tests.sources.spoilable import SOURCES, Source
from tests.sources.spoilt_files import every_case

CASES = every_case()
FOUND = (
    "bank, customers: two byte order marks",
    "bank, customers: a named pipe",
    "bank, customers: Parquet, dates as decimals of 76 digits",
    "bank, transactions: Parquet, dates as days out of all range",
    "table, people: tabs",
    "berka, client: text 100,000 characters",
    "berka, client: everything in one quote",
)
"""What once ended in a traceback, in a wait without end, or in a message that a terminal would obey."""
BY_DAY = [*FOUND, *list(CASES)[::80]]
SECONDS_A_CASE = 60
State = dict[str, str]


def ingested(source: Source, path: Path, store: Path) -> int:
    """Load a source by the command; gives its exit status."""
    return run(["ingest", str(path), "--kind", source.kind, "--store", str(store), *source.options])


def state(store: Path) -> State:
    """Every table of a warehouse, boiled down."""
    with open_for_reading(store) as warehouse:
        cursor = warehouse.cursor()
        names = cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables "
            "WHERE table_catalog = current_database() ORDER BY ALL"
        ).fetchall()
        said: State = {}
        for schema, name in names:
            row = cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::VARCHAR, chr(10) ORDER BY t::VARCHAR), '')) "
                f"FROM {schema}.{identifier(name)} AS t"
            ).fetchone()
            said[f"{schema}.{name}"] = str(row and row[0])
        return said


def accounts(store: Path) -> dict[str, tuple[int, int, int, int]]:
    """Of each table: rows in, loaded and rejected as the report has them, and rows that are there."""
    with open_for_reading(store) as warehouse:
        cursor = warehouse.cursor()
        told = cursor.execute("SELECT table_name, rows_in, rows_loaded, rows_rejected FROM meta.tables").fetchall()
        found = {}
        for name, *counts in told:
            row = cursor.execute(f"SELECT count(*) FROM source.{identifier(name)}").fetchone()
            found[str(name)] = (*counts, int(row[0]) if row else -1)
        return found


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail what takes longer, such as waiting for a pipe that nobody writes to."""

    def late(*_: object) -> None:
        raise AssertionError(f"took longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, State]]:
    """For each kind of source a store with a good one, and what is in it."""
    made = {}
    for source in SOURCES:
        if source.kind not in made:
            folder = tmp_path_factory.mktemp(source.kind)
            assert ingested(source, source.write(folder / "good"), folder / "store") == 0
            made[source.kind] = (folder / "store", state(folder / "store"))
    return made


def test_there_are_enough_of_them_and_each_kind_and_way_is_tried_by_day() -> None:
    assert len(CASES) >= 150
    assert {(CASES[name].source.kind, CASES[name].source.spoilt) for name in BY_DAY} == {
        (source.kind, source.spoilt) for source in SOURCES
    }


@pytest.mark.parametrize("name", CASES if os.environ.get("TANDEM_SLOW") == "1" else BY_DAY)
def test_a_spoilt_file_is_refused_whole_or_accounted_for(
    name: str,
    stores: dict[str, tuple[Path, State]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    case = CASES[name]
    good, before = stores[case.source.kind]
    store = Path(shutil.copytree(good, tmp_path / "store"))
    path = case.source.write(tmp_path / "bank")
    case.spoil(case.source, tmp_path / "bank")
    if case.source.kind == "table" and not os.path.lexists(path):
        path = next(iter((tmp_path / "bank").iterdir()), path)
    capsys.readouterr()
    with within(SECONDS_A_CASE):
        status = ingested(case.source, path, store)
    told = capsys.readouterr()
    assert all(character.isprintable() or character == "\n" for character in told.out + told.err)
    if status == 2:
        assert case.fate != "loaded", told.err
        assert len(told.err.strip().splitlines()) == 1
        assert "Traceback" not in told.err
        assert state(store) == before
        return
    assert status == 0, told.err
    assert case.fate != "refused", told.out
    counts = accounts(store)
    assert all(n_in == n_loaded + n_rejected for n_in, n_loaded, n_rejected, _ in counts.values())
    assert all(n_there == n_loaded for _, n_loaded, _, n_there in counts.values())
    if case.n_rows is not None:
        assert counts[case.source.in_store][0] == case.n_rows
