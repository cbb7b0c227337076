"""Loading is one transaction, done by one process; and rows in are rows loaded and rejected, whatever comes."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import InputError, StoreBusyError
from analytics.sources.delimited import count_rows, read_header
from analytics.sources.files import SourceFile
from analytics.store import load as loading
from analytics.store.connection import open_for_reading, open_for_writing
from analytics.store.load import ingest
from tests.sources.small_bank import TABLES, with_rows, write_bank

N_EXAMPLES = 400 if os.environ.get("TANDEM_SLOW") else 40


def contents(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything a warehouse holds, by table."""
    with open_for_reading(store) as warehouse:
        cursor = warehouse.cursor()
        names = cursor.execute(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables "
            "WHERE table_schema IN ('source', 'landed', 'meta') ORDER BY ALL"
        ).fetchall()
        return {name: cursor.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}


def test_loading_the_same_again_changes_nothing(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    first = ingest(tmp_path / "store", bank)
    before = contents(tmp_path / "store")
    again = ingest(tmp_path / "store", bank)
    assert contents(tmp_path / "store") == before
    assert again.unchanged
    assert "unchanged since. Nothing was done." in again.text()
    assert [(t.table, t.rows_loaded) for t in again.tables] == [(t.table, t.rows_loaded) for t in first.tables]


@pytest.mark.parametrize("step", ["write_source", "_refuse_other_bank"])
def test_an_error_at_any_step_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    before = contents(tmp_path / "store")

    def fails(*_arguments: object, **_named: object) -> None:
        raise duckdb.InternalException("injected")

    monkeypatch.setattr(loading, step, fails)
    with pytest.raises(duckdb.InternalException):
        ingest(tmp_path / "store", write_bank(tmp_path / "bank", events=with_rows("events", "0001,2024-03-02,x,,")))
    monkeypatch.undo()
    assert contents(tmp_path / "store") == before


def test_a_refused_source_leaves_the_loaded_one(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    before = contents(tmp_path / "store")
    with pytest.raises(InputError, match="never closed"):
        ingest(tmp_path / "store", write_bank(tmp_path / "bank", persons=with_rows("persons", '"P9,crm,,')))
    assert contents(tmp_path / "store") == before


def test_a_killed_load_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    ingest(tmp_path / "store", write_bank(tmp_path / "bank"))
    before = contents(tmp_path / "store")
    write_bank(tmp_path / "bank", events=with_rows("events", "0001,2024-03-02,x,,"))
    killed = (
        "import os, signal, sys; from pathlib import Path; from analytics.store import load\n"
        "def dies(*_, **__): os.kill(os.getpid(), signal.SIGKILL)\n"
        "load.write_source = dies\n"
        "load.ingest(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(tmp_path / "store"), str(tmp_path / "bank")], check=False)
    assert done.returncode == -signal.SIGKILL
    assert contents(tmp_path / "store") == before
    ingest(tmp_path / "store", tmp_path / "bank")
    assert len(contents(tmp_path / "store")["source.events"]) == 2


def test_a_second_process_is_told_who_writes(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    with open_for_writing(tmp_path / "store"), pytest.raises(StoreBusyError, match=f"process \\({os.getpid()}\\)"):
        ingest(tmp_path / "store", bank)


def test_the_progress_goes_from_0_to_1(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    ingest(
        tmp_path / "store", write_bank(tmp_path / "bank"), progress=lambda message, share: told.append((message, share))
    )
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert {f"Loading {name}.csv" for name in TABLES} <= {message for message, _ in told}


cells = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
    st.sampled_from(
        ["0001", " 0001", "A1", "2024-01-05", "2024-01-05T10:00:00Z", "1.50", "-3", "1,5", "NaN", "1e9", '"']
    ),
)


@settings(max_examples=N_EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(cells, min_size=1, max_size=9), max_size=6), st.sampled_from([",", ";"]), st.booleans())
def test_rows_are_counted_as_another_reader_counts_them(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]], delimiter: str, quoted: bool
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(
        [["a", "b", "c"], *lines]
    )
    path = tmp_path_factory.mktemp("counted") / "t.csv"
    path.write_bytes(written.getvalue().encode("utf-8"))
    file = SourceFile("t", path, "t.csv")
    count = count_rows(file, read_header(file))
    parsed = [row for row in csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=delimiter) if row]
    assert count.n_rows == len(parsed) - 1
    assert count.ragged == [number for number, row in enumerate(parsed) if len(row) != 3]


@settings(max_examples=N_EXAMPLES // 6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(cells, min_size=6, max_size=9), max_size=8))
def test_whatever_rows_come_each_is_loaded_or_rejected(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    good = [["A1", "2024-01-05", "1.00", "", "", "", "", ""]] * (len(lines) + 1)
    written = io.StringIO(newline="")
    csv.writer(written).writerows([*good, *lines])
    bank = write_bank(folder / "bank", only=("customers", "accounts", "transactions"))
    with (bank / "transactions.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(written.getvalue())
    report = ingest(folder / "store", bank, n_threads=1)
    transactions = report.tables[2]
    assert transactions.rows_in == 5 + len(good) + len(lines)
    assert transactions.rows_in == transactions.rows_loaded + transactions.rows_rejected
    with open_for_reading(folder / "store") as warehouse:
        counted = warehouse.frame("SELECT count(*) AS n FROM source.transactions")["n"][0]
        rejected = warehouse.frame("SELECT count(*) AS n FROM meta.rejections WHERE reason NOT LIKE '%dropped%'")["n"][
            0
        ]
    assert counted == transactions.rows_loaded
    assert rejected >= transactions.rows_rejected


ids = st.lists(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\0\r\n", exclude_categories=["Cs"]), min_size=1, max_size=12
    )
    .filter(lambda text: re.sub(r"[\s\u200b\ufeff]", "", text) != "")
    .map(lambda text: text if text[0] != "\ufeff" else "0" + text),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(max_examples=N_EXAMPLES // 6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ids)
def test_ids_are_kept_exactly(tmp_path_factory: pytest.TempPathFactory, customer_ids: list[str]) -> None:
    folder = tmp_path_factory.mktemp("ids")
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["who", "left"], *([each, "0"] for each in customer_ids)])
    (folder / "people.csv").write_bytes(written.getvalue().encode("utf-8"))
    ingest(folder / "store", folder / "people.csv", label="left", id_column="who", n_threads=1)
    with open_for_reading(folder / "store") as warehouse:
        found = warehouse.frame("SELECT customer_id FROM source.customers")["customer_id"]
    assert sorted(found) == sorted(customer_ids)
