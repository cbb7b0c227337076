"""Files of any content at all: each row is read, named as ragged, or the file is refused in words; nothing is lost."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import InputError
from analytics.sources.files import SourceFile
from analytics.sources.parts import open_part
from analytics.store.load import ingest
from tests.sources.spoilable import SOURCES, Grid
from tests.sources.spoilt_files import DATES, HOSTILE, NUMBERS
from tests.sources.test_spoilt_files import state

IS_LONG = os.environ.get("TANDEM_SLOW") == "1"
PEOPLE = next(source for source in SOURCES if source.kind == "table")
VALUES = [value for values in (HOSTILE, DATES, NUMBERS) for value in values.values() if len(value) < 1_000]
PIECES = (b",", b";", b'"', b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\t", b" ", b"x")
WHOLE: dict[Path, dict[str, str]] = {}
"""What is in a store since its last load."""
here = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A table of twelve people with a few cells replaced, and a few bytes put in, taken out or doubled."""
    grid: Grid = PEOPLE.grid
    for _ in range(draw(st.integers(0, 3))):
        role = draw(st.sampled_from(sorted(grid.roles)))
        value = draw(st.sampled_from(VALUES) | st.text(max_size=12))
        grid = grid.put(role, value, rows=(draw(st.integers(0, len(grid.cells) - 1)),))
    content = grid.text().encode("utf-8", "surrogatepass")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(content)))
        n_out = draw(st.sampled_from((0, 0, 1, 40)))
        put = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
        content = content[:at] + put + content[at + n_out :]
    return content


@settings(here, max_examples=10_000 if IS_LONG else 600)
@given(content=spoilt() | st.binary(max_size=400))
def test_every_row_is_read_or_named_or_the_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    try:
        part = open_part(SourceFile("customers", path, path.name))
        count = part.rows()
    except InputError:
        return
    stream = part.reader(count)
    try:
        read = [number for batch in stream.batches for number in batch.column(batch.num_columns - 1).to_pylist()]
    except (pa.ArrowException, OSError):
        assert stream.failure is not None
        return
    if stream.failure is None:
        assert sorted([*read, *count.ragged]) == list(range(1, count.n_rows + 1))


@settings(here, max_examples=10_000 if IS_LONG else 15)
@given(content=spoilt())
def test_a_load_is_whole_or_does_not_happen(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "any_file"
    folder.mkdir(exist_ok=True)
    store, path = folder / "store", folder / "people.csv"
    path.write_bytes(content)
    try:
        report = ingest(
            store, path, label="left", id_column="client", as_of=date(2026, 1, 1), replace=True, n_threads=1
        )
    except InputError:
        assert store not in WHOLE or state(store) == WHOLE[store]
        return
    WHOLE[store] = state(store)
    for table in report.tables:
        assert table.rows_in == table.rows_loaded + table.rows_rejected, table
