"""The warehouse's door: one writer, named; nothing newer; nothing from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from analytics.errors import DamagedStoreError, StoreBusyError, StoreEmptyError, TandemError
from analytics.store.connection import WAREHOUSE_FILE, open_for_reading, open_for_writing
from analytics.store.lock import holder
from analytics.store.migrations import newest_version

_HOLDS = """
import sys
from pathlib import Path
from analytics.store.connection import open_for_writing
with open_for_writing(Path(sys.argv[1])) as warehouse:
    print("held", flush=True)
    sys.stdin.readline()
"""


def _other_process(store: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def _end(other: subprocess.Popen[str]) -> None:
    other.kill()
    other.communicate()


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    with open_for_writing(tmp_path) as warehouse, warehouse.transaction() as cursor:
        cursor.execute("CREATE TABLE built.numbers AS SELECT 42 AS answer")
    with open_for_reading(tmp_path) as warehouse:
        assert warehouse.frame("SELECT answer FROM built.numbers WHERE answer = $wanted", wanted=42).shape == (1, 1)


def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    with open_for_writing(tmp_path) as warehouse:
        with pytest.raises(duckdb.ConversionException), warehouse.transaction() as cursor:
            cursor.execute("CREATE TABLE built.numbers AS SELECT 42 AS answer; SELECT 'x'::INTEGER")
        assert warehouse.frame("SELECT * FROM duckdb_tables() WHERE table_name = 'numbers'").empty


def test_a_second_process_is_refused_and_told_who_writes(tmp_path: Path) -> None:
    other = _other_process(tmp_path)
    try:
        with pytest.raises(StoreBusyError, match=f"written by process {other.pid}"), open_for_writing(tmp_path):
            pass
        with pytest.raises(StoreBusyError, match=f"in use by process {other.pid}"), open_for_reading(tmp_path):
            pass
    finally:
        _end(other)


def test_a_killed_writer_holds_nobody_up(tmp_path: Path) -> None:
    other = _other_process(tmp_path)
    _end(other)
    assert holder(tmp_path) == other.pid
    with open_for_writing(tmp_path) as warehouse:
        assert holder(tmp_path) == os.getpid()
        assert len(warehouse.frame("SELECT * FROM meta.migrations")) == newest_version()
    assert holder(tmp_path) is None


def test_a_second_writer_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with (
        open_for_writing(tmp_path),
        pytest.raises(StoreBusyError, match="this very process"),
        open_for_writing(tmp_path),
    ):
        pass


def test_the_lock_is_the_same_by_whatever_path_the_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "alias").symlink_to(tmp_path / "store")
    with (
        open_for_writing(tmp_path / "store"),
        pytest.raises(StoreBusyError, match="this very process"),
        open_for_writing(tmp_path / "alias"),
    ):
        pass


def test_opening_and_closing_the_lock_file_does_not_let_go_of_it(tmp_path: Path) -> None:
    with open_for_writing(tmp_path):
        holder(tmp_path)
        with pytest.raises(StoreBusyError), open_for_writing(tmp_path):
            pass


# Another test of the same process may have brought in JAX, which warns of every fork.
@pytest.mark.filterwarnings("ignore:os.fork")
def test_a_forked_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    is_there, says_so = os.pipe()
    with open_for_writing(tmp_path):
        child = os.fork()
        if child == 0:
            os.close(write_end)
            os.write(says_so, b"!")
            os.read(read_end, 1)
            os._exit(0)
        # Until it runs, it holds what it was born with.
        os.read(is_there, 1)
    with open_for_writing(tmp_path):
        pass
    os.close(write_end)
    for end in (read_end, is_there, says_so):
        os.close(end)
    os.waitpid(child, 0)


def test_readers_share_and_hold_up_a_writer(tmp_path: Path) -> None:
    with open_for_writing(tmp_path):
        pass
    with open_for_reading(tmp_path), open_for_reading(tmp_path) as second:
        assert len(second.frame("SELECT * FROM meta.migrations")) == newest_version()
        with pytest.raises(StoreBusyError, match="in use by"), open_for_writing(tmp_path):
            pass


def test_a_hard_link_is_refused(tmp_path: Path) -> None:
    with open_for_writing(tmp_path):
        pass
    os.link(tmp_path / WAREHOUSE_FILE, tmp_path / "second-name.duckdb")
    with pytest.raises(DamagedStoreError, match="hard link"), open_for_writing(tmp_path):
        pass


def test_a_linked_file_is_refused(tmp_path: Path) -> None:
    with open_for_writing(tmp_path / "one"):
        pass
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / WAREHOUSE_FILE).symlink_to(tmp_path / "one" / WAREHOUSE_FILE)
    with pytest.raises(DamagedStoreError, match="is a link"), open_for_writing(tmp_path / "two"):
        pass


def test_an_empty_store_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreEmptyError, match="run ingest"), open_for_reading(tmp_path):
        pass


def test_a_newer_store_is_refused_in_plain_words(tmp_path: Path) -> None:
    with open_for_writing(tmp_path) as warehouse, warehouse.transaction() as cursor:
        cursor.execute("INSERT INTO meta.migrations VALUES (9999, 'from_tomorrow', now() AT TIME ZONE 'UTC')")
    for opening in (open_for_writing, open_for_reading):
        with pytest.raises(TandemError, match="newer Tandem: its schema is version 9999"), opening(tmp_path):
            pass


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / WAREHOUSE_FILE).write_bytes(b"not a database at all" * 1000)
    with pytest.raises(DamagedStoreError, match="does not open"), open_for_writing(tmp_path):
        pass


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '/tmp/leak.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '900GB'",
    ],
)
def test_the_warehouse_reaches_nothing_outside(tmp_path: Path, sql: str) -> None:
    with open_for_writing(tmp_path) as warehouse, pytest.raises(duckdb.Error):
        warehouse.cursor().execute(sql)
