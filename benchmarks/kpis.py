"""How long the KPIs of a bank take, at any size: ``python -m benchmarks.kpis [N] [THREADS]``.

The bank is made in DuckDB itself, with 36 months, 15 segments, 12 regions, 5 channels and 2.5 products a customer; the
stages before are left out, since they have a benchmark of their own.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date

import duckdb

from analytics.insights.kpi_definitions import FEWEST_ACTS_PRIMARY
from analytics.insights.kpis import kpis_by, kpis_from_sums
from analytics.insights.retention import retention_table
from analytics.store.kpi_sums import Risk, kpi_sums, records_of

AS_OF = date(2026, 6, 30)

BANK = """
    CREATE SCHEMA source; CREATE SCHEMA built;
    CREATE TABLE source.customers AS
    SELECT
        format('C{:08d}', i) AS customer_id,
        DATE '2026-06-01' - (hash(i) % 6000)::INTEGER AS opened_on,
        CASE WHEN hash(i + 1) % 100 < 30
            THEN greatest(DATE '2026-06-30' - (hash(i + 2) % 1000)::INTEGER, opened_on)
        END AS closed_on,
        'R' || hash(i + 3) % 12 AS region_id,
        ['web', 'mobile', 'branch', 'phone', 'atm'][(hash(i + 4) % 5 + 1)::BIGINT] AS home_channel
    FROM range($n) AS r (i);
    CREATE TABLE source.transactions AS SELECT TIMESTAMP '2023-07-01 10:00' AS booked_at;
    CREATE TABLE built.customer_accounts AS
    SELECT customer_id, p.product, opened_on, closed_on
    FROM source.customers AS c
    CROSS JOIN (
        VALUES ('current', 0), ('savings', 40), ('card', 50), ('loan', 80), ('mortgage', 80)
    ) AS p (product, least)
    WHERE hash(customer_id || product) % 100 >= least;
    CREATE TABLE built.customer_months AS
    SELECT
        customer_id,
        m::DATE AS month,
        9 AS n_own_acts,
        m::DATE + (hash(customer_id) % 28)::INTEGER AS last_own_on,
        hash(customer_id) % 3 > 0 AS has_wage
    FROM source.customers
    CROSS JOIN generate_series(TIMESTAMP '2023-07-01', TIMESTAMP '2026-06-01', INTERVAL 1 MONTH) AS s (m)
    WHERE opened_on <= m::DATE AND coalesce(closed_on > m::DATE, true);
    CREATE TABLE built.balances_by_month AS
    SELECT customer_id, month, (hash(customer_id || month::VARCHAR) % 1000000)::BIGINT AS balance_cents
    FROM built.customer_months WHERE month >= DATE '2024-05-01';
    CREATE TABLE built.membership AS
    SELECT customer_id, level, 'L' || level || '-' || hash(customer_id) % 15 // [8, 3, 1][level] AS segment_id
    FROM source.customers CROSS JOIN range(1, 4) AS l (level) WHERE closed_on IS NULL;
    CREATE TABLE built.left_twins AS
    WITH here AS (SELECT customer_id, row_number() OVER () AS no FROM source.customers WHERE closed_on IS NULL)
    SELECT c.customer_id, h.customer_id AS twin_id
    FROM source.customers AS c
    JOIN here AS h ON h.no = 1 + hash(c.customer_id) % (SELECT count(*) FROM here)
    WHERE c.closed_on IS NOT NULL;
    CREATE TABLE built.scores AS
    SELECT customer_id, DATE '2026-06-30' AS as_of, 'churn' AS outcome, 0.1 AS probability, 0.05 AS lower, 0.2 AS upper
    FROM source.customers WHERE closed_on IS NULL"""


def main(n_customers: int, n_threads: int) -> None:
    """Make the bank, and time each step."""
    bank = duckdb.connect(config={"threads": n_threads})
    for part in BANK.split(";"):
        bank.execute(part.replace("$n", str(n_customers)))
    started = time.perf_counter()
    first_on = records_of(bank, as_of=AS_OF).first_on
    assert first_on is not None
    found = kpi_sums(
        bank, as_of=AS_OF, first_on=first_on, risk=Risk("churn", 90), has_tags=False, fewest_acts=FEWEST_ACTS_PRIMARY
    )
    summed = time.perf_counter()
    kpis, retention = kpis_from_sums(found.sums, currency="EUR"), retention_table(found.cohorts)
    worked = time.perf_counter()
    print(f"{n_customers:,} customers, {n_threads} threads: sums {summed - started:.1f} s, ", end="")
    print(f"KPIs of them {worked - summed:.2f} s; {len(kpis):,} and {len(retention):,} rows")
    facts = bank.execute("SELECT * FROM built.kpi_facts").df()
    mapping = bank.execute(
        "SELECT customer_id, 'segment' AS dimension, segment_id AS member FROM built.membership"
    ).df()
    for words, chosen in (("all segments", mapping), ("one segment", mapping[mapping["member"] == "L3-7"])):
        started = time.perf_counter()
        kpis_by(chosen, facts, currency="EUR")
        print(f"live, {words}: {time.perf_counter() - started:.2f} s")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.1f} GB")


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:3]]
    main(*(sizes + [100_000, 2][len(sizes) :]))
