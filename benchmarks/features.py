"""Features of 1,000,000 customers with 20 transactions each: Tandem's transforms, plain DuckDB and pandas in one run.

All start from the same table in memory and make some fifty columns a customer at one date: counts and sums by window,
direction, category and channel, and recencies. Tandem's transforms are those of the product, which answer any number of
dates a customer in the same pass; the plain way is one FILTER aggregate a column, for one date; pandas
masks and groups.

Run: python -m benchmarks.features [--customers 1000000] [--transactions 20] [--threads 2]
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import duckdb
import numpy as np
import pandas as pd

from analytics.store.item_columns import Item, Kind, item_columns, select_list
from analytics.store.transform import transform

N_CATEGORIES = 12
N_CHANNELS = 5
WINDOWS = (30, 90, 365)


@dataclass(frozen=True)
class Timing:
    """Seconds on the wall and of the processor, and what came out."""

    wall_s: float
    cpu_s: float
    table: pd.DataFrame


def made_bank(n_customers: int, n_each: int, *, threads: int) -> duckdb.DuckDBPyConnection:
    """Transactions in random order over two years before the as-of day."""
    bank = duckdb.connect()
    bank.execute("SET threads = $threads", {"threads": threads})
    bank.execute(
        """
        CREATE TABLE drawn AS
        SELECT (h % $n_customers)::INTEGER AS customer_no, (h // 7 % 730)::SMALLINT AS age,
            ((h // 11 % 40000)::BIGINT - 25000) AS cents, (h // 13 % $n_categories)::UTINYINT AS category_no,
            (h // 17 % $n_channels)::UTINYINT AS channel_no, (h // 19 % 2 = 0) AS is_own
        FROM (SELECT hash(i) AS h FROM range($n_customers * $n_each) AS rows (i))
        """,
        {"n_customers": n_customers, "n_each": n_each, "n_categories": N_CATEGORIES, "n_channels": N_CHANNELS},
    )
    return bank


def _columns() -> list[str]:
    """The plain way's 47 columns."""
    columns = [f"count(*) FILTER (age < {w}) AS n_{w}" for w in WINDOWS]
    columns += [f"count(*) FILTER (is_own AND age < {w}) AS own_{w}" for w in WINDOWS]
    columns += [f"sum(cents) FILTER (cents > 0 AND age < {w}) AS in_{w}" for w in WINDOWS]
    columns += [f"-sum(cents) FILTER (cents <= 0 AND age < {w}) AS out_{w}" for w in WINDOWS]
    for k in range(N_CATEGORIES):
        columns += [f"count(*) FILTER (category_no = {k} AND age < 365) AS category_{k}"]
        columns += [f"sum(cents) FILTER (category_no = {k} AND age < 365) AS money_{k}"]
    columns += [
        f"count(*) FILTER (channel_no = {k} AND is_own AND age < 365) AS channel_{k}" for k in range(N_CHANNELS)
    ]
    columns += ["min(age) AS days_since", "min(age) FILTER (is_own) AS days_since_own"]
    columns += ["max(cents) FILTER (age < 365) AS highest", "min(cents) FILTER (age < 365) AS lowest"]
    columns += ["count(*) FILTER (age >= 90 AND age < 180) AS n_previous"]
    return [*columns, "count(*) FILTER (cents > 0 AND age < 365) AS n_in"]


def plain(bank: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One FILTER aggregate a column."""
    listed = ", ".join(_columns())
    bank.execute(f"CREATE OR REPLACE TABLE result AS SELECT customer_no, {listed} FROM drawn GROUP BY customer_no")
    return bank.execute("SELECT customer_no, n_365, own_90, in_365, out_30, days_since FROM result").df()


def prepared(bank: duckdb.DuckDBPyConnection) -> None:
    """The same transactions as the product's working table, and one date a customer."""
    bank.execute(
        """
        CREATE TABLE acts AS
        SELECT customer_no, (20000 - age)::INTEGER AS day, cents, 43200 AS second, false AS is_weekend,
            age % 3 = 0 AS is_month_start, age % 3 = 1 AS is_month_end, is_own, cents > 0 AS is_inflow,
            false AS is_standing, (category_no + 1)::UTINYINT AS category_no, (channel_no + 1)::UTINYINT AS channel_no,
            category_no = 1 AS is_fee, category_no = 2 AS is_cash, category_no = 3 AS is_foreign
        FROM drawn ORDER BY customer_no
        """
    )
    bank.execute(
        "CREATE TABLE numbered_points AS"
        " SELECT customer_no AS point_no, customer_no, 20000 AS day FROM (SELECT DISTINCT customer_no FROM acts)"
    )


def tandem(bank: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The product's transforms: 34 columns of windows, 12 of categories, 10 of channels and 4 of recency."""
    for step in ("window_cells", "window_sums", "category_cells", "channel_cells", "booked_days", "last_days"):
        transform(bank, step)
    for part, kind, n in (("categories", "category", N_CATEGORIES), ("channels", "channel", N_CHANNELS)):
        items = [Item(cast("Kind", kind), f"word {k}", k + 1, False) for k in range(n)]
        transform(bank, f"part_{part}", columns=select_list(item_columns(items, taken=())))
    return bank.execute(
        "SELECT p.customer_no, n_365d AS n_365, n_own_90d AS own_90, inflow_365d_cents AS in_365,"
        " outflow_30d_cents AS out_30, 20000 - last_day AS days_since"
        " FROM numbered_points AS p JOIN last_days USING (point_no) LEFT JOIN window_sums USING (point_no)"
    ).df()


def in_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """Masks and grouped sums, a column at a time."""
    size = int(frame["customer_no"].max()) + 1
    age, cents, own = frame["age"].to_numpy(), frame["cents"].to_numpy(), frame["is_own"].to_numpy()
    category, channel = frame["category_no"].to_numpy(), frame["channel_no"].to_numpy()
    made: dict[str, pd.Series] = {}

    def count(name: str, mask: np.ndarray) -> None:
        made[name] = frame["customer_no"][mask].value_counts()

    def money(name: str, mask: np.ndarray) -> None:
        made[name] = frame[mask].groupby("customer_no")["cents"].sum()

    year = age < 365
    for w in WINDOWS:
        count(f"n_{w}", age < w)
        count(f"own_{w}", own & (age < w))
        money(f"in_{w}", (cents > 0) & (age < w))
        money(f"out_{w}", (cents <= 0) & (age < w))
        made[f"out_{w}"] = -made[f"out_{w}"]
    for k in range(N_CATEGORIES):
        count(f"category_{k}", year & (category == k))
        money(f"money_{k}", year & (category == k))
    for k in range(N_CHANNELS):
        count(f"channel_{k}", year & own & (channel == k))
    made["days_since"] = frame.groupby("customer_no")["age"].min()
    made["days_since_own"] = frame[own].groupby("customer_no")["age"].min()
    made["highest"] = frame[year].groupby("customer_no")["cents"].max()
    made["lowest"] = frame[year].groupby("customer_no")["cents"].min()
    count("n_previous", (age >= 90) & (age < 180))
    count("n_in", year & (cents > 0))
    return pd.DataFrame(made, index=pd.RangeIndex(size, name="customer_no"))


def timed(work: Callable[[], pd.DataFrame]) -> Timing:
    """Run once and say how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    table = work()
    return Timing(time.perf_counter() - wall, time.process_time() - cpu, table)


def main() -> None:
    """Compare, and fail where the numbers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--transactions", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    bank = made_bank(chosen.customers, chosen.transactions, threads=chosen.threads)
    frame = bank.execute("FROM drawn").df()
    prepared(bank)
    runs = {
        "tandem": timed(lambda: tandem(bank)),
        "plain DuckDB": timed(lambda: plain(bank)),
        "pandas": timed(lambda: in_pandas(frame)),
    }
    ours = runs["tandem"].table.set_index("customer_no").sort_index()
    for name, run in runs.items():
        theirs = run.table if run.table.index.name == "customer_no" else run.table.set_index("customer_no")
        theirs = theirs[list(ours)].reindex(ours.index)
        pd.testing.assert_frame_equal(
            ours.fillna(0).astype(float), theirs.fillna(0).astype(float), check_index_type=False
        )
        ratio = runs["tandem"].cpu_s / run.cpu_s
        print(f"{name:14s} {run.wall_s:7.2f} s {run.cpu_s:7.2f} cpu s   tandem takes {ratio:.2f} of its cpu time")
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GiB")


if __name__ == "__main__":
    main()
