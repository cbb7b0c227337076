"""What a stage writes is there for whoever reads it next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.store.source import LoadedSource
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

A_ROW_GROUP = 122_880


@pytest.mark.parametrize("sizes", [(A_ROW_GROUP + 1,), (10, A_ROW_GROUP + 1), (A_ROW_GROUP, 0, 5), (0, 3)])
def test_rows_that_are_appended_are_read_in_the_same_transaction_and_after_it(
    tmp_path: Path, sizes: tuple[int, ...]
) -> None:
    as_of = date(2026, 6, 30)
    source = LoadedSource(SourceKind.BANK, "bank", "f", "", "EUR", (), None, as_of, {})
    with duckdb.connect(tmp_path / "warehouse.duckdb") as opened:
        opened.execute("CREATE SCHEMA built")
        cursor = opened.cursor()
        cursor.execute("BEGIN")
        work = Work(cursor, source, as_of, 0, 1, print)
        work.put("numbers", pd.DataFrame({"number": np.zeros(0, dtype=np.int64)}))
        for size in sizes:
            work.append("numbers", pd.DataFrame({"number": np.arange(size)}))
        wanted = sorted(number for size in sizes for number in range(size))
        assert work.take("SELECT number FROM built.numbers ORDER BY number")["number"].tolist() == wanted
        cursor.execute("COMMIT")
        assert len(opened.cursor().sql("SELECT * FROM built.numbers").to_arrow_reader().read_all()) == len(wanted)
