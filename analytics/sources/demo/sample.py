"""The small bank that is kept in the repository, as CSV, for a first look without making one.

Made by ``python -m analytics.sources.demo.sample data/demo``.
"""

from __future__ import annotations

import gzip
import io
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from analytics.sources.demo.write import write_demo_bank

SAMPLE_CUSTOMERS, SAMPLE_MONTHS, SAMPLE_SEED = 60, 12, 0
_PACKED = ("transactions", "events")
_PLAIN = ("customers", "accounts", "regions", "contacts", "outcomes", "persons", "consents")


def write_sample(out: Path) -> None:
    """Writes the sample: seven tables as ``.csv``, bookings and events as ``.csv.gz``, without the truth.

    Parameters
    ----------
    out : Path
        Folder; files of the same names are replaced.
    """
    with tempfile.TemporaryDirectory() as made:
        bank = Path(made) / "bank"
        write_demo_bank(bank, n_customers=SAMPLE_CUSTOMERS, n_months=SAMPLE_MONTHS, seed=SAMPLE_SEED)
        out.mkdir(parents=True, exist_ok=True)
        for name in _PLAIN:
            (out / f"{name}.csv").write_bytes(_as_csv(pq.read_table(bank / f"{name}.parquet")))
        for name in _PACKED:
            packed = io.BytesIO()
            with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
                file.write(_as_csv(pq.read_table(bank / name)))
            (out / f"{name}.csv.gz").write_bytes(packed.getvalue())


def _as_csv(table: pa.Table) -> bytes:
    """The table as CSV; times as ISO 8601, missing as nothing."""
    for place, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            whole = table.column(place).cast(pa.timestamp("s"))
            table = table.set_column(place, column.name, pc.strftime(whole, "%Y-%m-%dT%H:%M:%S"))
    sink = io.BytesIO()
    pyarrow.csv.write_csv(table, sink, pyarrow.csv.WriteOptions(quoting_style="needed"))
    return sink.getvalue()


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
