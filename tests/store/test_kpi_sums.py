"""KPIs of a bank of six customers, worked by hand, and of random banks, counted another way."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.insights.kpi_definitions import FEWEST_ACTS_PRIMARY
from analytics.insights.kpis import kpis_by, kpis_from_sums
from analytics.insights.retention import retention_table
from analytics.store.behaviour import behaviour_features
from analytics.store.customer_rows import customer_rows, history_rows
from analytics.store.kpi_sums import KpiSums, Risk, kpi_sums, records_of
from analytics.store.points import make_points
from tests.store.small_bank import account, add, booking, customer, empty_bank, random_bank

AS_OF = date(2024, 3, 31)
CHURN = Risk("churn", 90)
YEAR = "2023-04/2024-03"


def worked_out(bank: duckdb.DuckDBPyConnection, *, as_of: date = AS_OF, risk: Risk | None = None) -> KpiSums:
    """Run the stages before the KPIs as far as they matter, then the sums."""
    make_points(bank, as_of=as_of)
    customer_rows(bank, as_of)
    behaviour_features(bank)
    history_rows(bank, as_of)
    first_on = records_of(bank, as_of=as_of).first_on
    assert first_on is not None
    return kpi_sums(
        bank,
        as_of=as_of,
        first_on=first_on,
        risk=risk,
        has_tags=bool(bank.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'tag_members'").fetchall()),
        fewest_acts=FEWEST_ACTS_PRIMARY,
    )


def segmented(bank: duckdb.DuckDBPyConnection, rows: list[tuple[str, int, str]], twins: dict[str, str]) -> None:
    """Put everybody into segments, and those who left beside somebody."""
    members = pd.DataFrame(rows, columns=["customer_id", "level", "segment_id"])
    bank.register("members", members)
    bank.execute("CREATE TABLE built.membership AS FROM members")
    left = pd.DataFrame({"customer_id": list(twins), "twin_id": list(twins.values())}, dtype="str")
    bank.register("twins", left)
    bank.execute("CREATE TABLE built.left_twins AS FROM twins")


def six_customers() -> duckdb.DuckDBPyConnection:
    """Ann, Bob and Cid stay; Dot closes in 2023, Eve joins and closes within a year, Fay is to come and go."""
    bank = empty_bank()
    add(
        bank,
        "customers",
        [
            customer("ann", date(2020, 5, 1), region_id="R1", home_channel="web"),
            customer("bob", date(2021, 6, 1), region_id="R2", home_channel="web"),
            customer("cid", date(2023, 2, 10), region_id="R1"),
            customer("dot", date(2019, 1, 1), date(2023, 11, 30), region_id="R1", home_channel="branch"),
            customer("eve", date(2023, 2, 20), date(2024, 1, 31), region_id="R2", home_channel="web"),
            customer("fay", date(2024, 4, 2), date(2024, 5, 1), region_id="R2"),
        ],
    )
    add(
        bank,
        "accounts",
        [
            account("ann", opened_on=date(2020, 5, 1)),
            account("ann", "card", opened_on=date(2024, 3, 31)),
            account("bob", opened_on=date(2021, 6, 1)),
            account("bob", "savings", opened_on=date(2021, 6, 1), closed_on=date(2024, 3, 31)),
            account("cid", opened_on=date(2023, 2, 10)),
            account("dot", opened_on=date(2019, 1, 1), closed_on=date(2023, 11, 30)),
            account("eve", opened_on=date(2023, 2, 20), closed_on=date(2024, 1, 31)),
        ],
    )
    wages = [
        booking("ann", date(2024, month, 5), 900, category="salary", balance_after=1000 - 100 * month)
        for month in (1, 2)
    ]
    shops = [
        booking("ann", datetime(2024, month, 6, 12, number), -1, balance_after=700, category="food")
        for month in (1, 2, 3)
        for number in range(5)
    ]
    add(
        bank,
        "transactions",
        [
            booking("ann", date(2023, 1, 1), -1, balance_after=1000, category="food"),
            booking("bob", date(2023, 1, 2), -1, balance_after=400, category="food"),
            booking("bob", date(2023, 12, 31), -1, balance_after=500, category="food"),
            booking("cid", date(2023, 3, 1), -1, balance_after=50, category="food"),
            booking("dot", date(2023, 2, 1), -1, balance_after=600, category="food"),
            booking("eve", date(2023, 3, 1), 200, balance_after=200, category="food"),
            *wages,
            *shops,
        ],
    )
    levels = {1: {"ann": "A", "bob": "B", "cid": "A"}, 2: {"ann": "A1", "bob": "B1", "cid": "A2"}}
    rows = [(name, level, segment) for level, of in levels.items() for name, segment in of.items()]
    segmented(bank, rows, {"dot": "cid", "eve": "bob"})
    return bank


@pytest.fixture(scope="module")
def six() -> KpiSums:
    return worked_out(six_customers())


def numbers(found: KpiSums, kpi: str, period: str, dimension: str = "all") -> dict[str, tuple[float, float]]:
    """Numerator and denominator by member."""
    table = kpis_from_sums(found.sums, currency="EUR")
    rows = table[(table["kpi"] == kpi) & (table["period"] == period) & (table["dimension"] == dimension)]
    return dict(zip(rows["member"], zip(rows["numerator"], rows["denominator"], strict=True), strict=True))


def test_of_five_customers_at_the_start_of_the_year_two_left(six: KpiSums) -> None:
    assert numbers(six, "attrition_rate", YEAR) == {"all": (2, 5)}
    assert numbers(six, "retention_rate", YEAR) == {"all": (3, 5)}
    table = kpis_from_sums(six.sums, currency="EUR").set_index(["kpi", "period", "dimension"])
    assert table.loc[("expected_lifetime", YEAR, "all"), "value"] == 2.5
    assert numbers(six, "attrition_rate", "2023-11") == {"all": (1, 5)}
    assert numbers(six, "attrition_rate", "2023-12") == {"all": (0, 4)}


def test_who_left_counts_in_the_segment_of_the_one_most_like_them(six: KpiSums) -> None:
    assert numbers(six, "attrition_rate", YEAR, "segment") == {
        "A": (1, 3), "B": (1, 2), "A1": (0, 1), "A2": (1, 2), "B1": (1, 2),
    }  # fmt: skip


def test_other_dimensions_keep_what_was_known_of_those_who_left(six: KpiSums) -> None:
    assert numbers(six, "attrition_rate", YEAR, "region") == {"R1": (1, 3), "R2": (1, 2)}
    assert numbers(six, "attrition_rate", YEAR, "channel") == {"web": (1, 3), "branch": (1, 1), "unknown": (0, 1)}
    assert numbers(six, "attrition_rate", YEAR, "cohort") == {
        "2019": (1, 1),
        "2020": (0, 1),
        "2021": (0, 1),
        "2023": (1, 2),
    }
    assert numbers(six, "attrition_rate", YEAR, "product") == {"current": (2, 5), "card": (0, 1)}


def test_balances_of_the_same_customers_split_into_closed_and_run_down(six: KpiSums) -> None:
    # On 31 March 2023: Ann 1000, Bob 400, Cid 50, Dot 600, Eve 200. A year later Ann 700, Bob 500, Cid 50.
    assert numbers(six, "balance_attrition_closed", YEAR) == {"all": (800, 2250)}
    assert numbers(six, "balance_attrition_run_down", YEAR) == {"all": (200, 2250)}
    assert numbers(six, "balance_attrition", YEAR) == {"all": (1000, 2250)}


def test_of_two_who_joined_a_year_before_one_left_within_twelve_months(six: KpiSums) -> None:
    assert numbers(six, "early_attrition", "2024-02") == {"all": (1, 2)}
    assert numbers(six, "early_attrition", "2024-03") == {}
    assert numbers(six, "early_attrition", YEAR) == {}


def test_states_at_a_month_end_look_back_so_many_days(six: KpiSums) -> None:
    # Bob's last act of 31 December lies 91 days before 31 March, and 90 before 30 March.
    assert numbers(six, "active_rate", "2024-03") == {"all": (1, 3)}
    assert numbers(six, "active_rate", "2024-02") == {"all": (2, 3)}
    # Cid's last act of 1 March 2023 lies within the 12 months to 29 February 2024, but not within those to 31 March.
    assert numbers(six, "dormant_rate", "2024-02") == {"all": (0, 3)}
    assert numbers(six, "dormant_rate", "2024-03") == {"all": (1, 3)}
    # Ann: wages in January and February, 15 own acts in the three months; a month earlier only 10.
    assert numbers(six, "primary_bank_share", "2024-03") == {"all": (1, 3)}
    assert numbers(six, "primary_bank_share", "2024-02") == {"all": (0, 3)}
    assert numbers(six, "products_per_customer", "2024-02") == {"all": (4, 3)}
    assert numbers(six, "products_per_customer", "2024-03") == {"all": (4, 3)}


def test_joined_less_lost_is_the_growth_of_the_books(six: KpiSums) -> None:
    table = kpis_from_sums(six.sums, currency="EUR")
    months = table[(table["dimension"] == "all") & ~table["period"].str.contains("/")]
    wide = months.pivot(index="period", columns="kpi", values="value")
    assert (wide["joined"] - wide["lost"] == wide["net_growth"]).all()
    assert (wide["customers"].diff().dropna() == wide["net_growth"].iloc[1:]).all()
    assert wide.loc["2023-02", "joined"] == 2


def test_a_cohort_is_counted_at_the_end_of_each_month_that_is_over(six: KpiSums) -> None:
    table = retention_table(six.cohorts)
    everyone = table[table["segment_id"].isna()]
    assert list(everyone["cohort"].unique()) == ["2023-02"]
    assert everyone["period_index"].tolist() == list(range(14))
    assert everyone["n_retained"].tolist() == [2] * 11 + [1] * 3
    by_segment = table[table["period_index"] == 13].set_index("segment_id")["n_retained"].to_dict()
    assert {name: by_segment[name] for name in ("A", "A2", "B", "B1")} == {"A": 1, "A2": 1, "B": 0, "B1": 0}


def test_nothing_after_the_day_counts(six: KpiSums) -> None:
    later = six_customers()
    add(later, "customers", [customer("new", date(2024, 4, 1), date(2024, 4, 3))])
    add(later, "transactions", [booking("ann", date(2024, 4, 1), -1, balance_after=5)])
    later.execute("UPDATE source.customers SET closed_on = DATE '2024-04-01' WHERE customer_id = 'bob'")
    pd.testing.assert_frame_equal(worked_out(later).sums, six.sums)


def scored(bank: duckdb.DuckDBPyConnection) -> None:
    """Give Ann, Bob and Cid a risk."""
    scores = pd.DataFrame(
        {
            "customer_id": ["ann", "bob", "cid"],
            "as_of": [pd.Timestamp(AS_OF)] * 3,
            "outcome": "churn",
            "probability": [0.1, 0.2, 0.5],
            "lower": [0.05, 0.1, 0.4],
            "upper": [0.2, 0.4, 0.6],
        }
    )
    bank.register("given", scores)
    bank.execute("CREATE TABLE built.scores AS SELECT * REPLACE (as_of::DATE AS as_of) FROM given")


def test_the_balance_at_risk_is_risk_times_balance_at_the_day() -> None:
    bank = six_customers()
    scored(bank)
    table = kpis_from_sums(worked_out(bank, risk=CHURN).sums, currency="EUR")
    row = table[(table["kpi"] == "balance_at_risk") & (table["dimension"] == "all")].iloc[0]
    assert (row["period"], row["unit"], row["denominator"]) == ("2024-03", "EUR", 1250)
    assert row[["value", "lower", "upper"]].tolist() == [70 + 100 + 25, 35 + 50 + 20, 140 + 200 + 30]


def test_revenue_at_risk_and_lifetime_value_follow_the_banks_own_margin() -> None:
    bank = six_customers()
    scored(bank)
    bank.execute("ALTER TABLE source.customers ADD COLUMN annual_margin VARCHAR")
    bank.execute("UPDATE source.customers SET annual_margin = '100' WHERE customer_id = 'ann'")
    bank.execute("UPDATE source.customers SET annual_margin = '-5' WHERE customer_id = 'bob'")
    table = kpis_from_sums(worked_out(bank, risk=CHURN).sums, currency="EUR")
    own = {str(row["kpi"]): row for _, row in table[table["dimension"] == "all"].iterrows()}
    assert [own["revenue_at_risk"][name] for name in ("value", "lower", "upper", "denominator")] == [10, 5, 20, 100]
    # Twenty times 90 days' part of 100, times the chance of still being here, less 10% a year; Bob brings nothing.
    by_hand = [
        sum(100 * 90 / 365 * (1 - risk) ** q / 1.1 ** (q * 90 / 365) for q in range(1, 21)) / 2
        for risk in (0.1, 0.2, 0.05)
    ]
    found = [own["customer_lifetime_value"][name] for name in ("value", "lower", "upper")]
    assert found == pytest.approx(by_hand, abs=0.01)
    assert own["customer_lifetime_value"]["denominator"] == 2, "of Cid nothing is known"


def test_without_a_margin_the_fees_that_were_paid_are_the_revenue_and_without_those_there_is_none() -> None:
    bank = six_customers()
    scored(bank)
    assert "revenue_at_risk" not in set(kpis_from_sums(worked_out(bank, risk=CHURN).sums, currency="EUR")["kpi"])
    bank = six_customers()
    scored(bank)
    text = (
        "CREATE TABLE built.features AS SELECT 'bob' AS customer_id, DATE '2024-03-31' AS as_of, 12.0 AS fees_paid_365d"
    )
    bank.execute(text)
    table = kpis_from_sums(worked_out(bank, risk=CHURN).sums, currency="EUR")
    row = table[(table["kpi"] == "revenue_at_risk") & (table["dimension"] == "all")].iloc[0]
    assert row[["value", "denominator"]].tolist() == [pytest.approx(0.2 * 12), 12]


def test_a_tag_is_a_dimension_as_soon_as_it_has_members() -> None:
    bank = six_customers()
    bank.execute("CREATE TABLE built.tag_members AS SELECT 'farmers' AS tag, 'cid' AS customer_id")
    assert numbers(worked_out(bank), "attrition_rate", YEAR, "tag") == {"farmers": (1, 2)}


@cache
def random_sums(seed: int) -> tuple[duckdb.DuckDBPyConnection, KpiSums]:
    bank = random_bank(seed, n_customers=60, n=1500)
    bank.execute("UPDATE source.customers SET opened_on = opened_on + 200 WHERE customer_id < 'C030'")
    bank.execute("UPDATE source.customers SET closed_on = NULL WHERE closed_on < opened_on")
    random = np.random.default_rng(seed)
    spans = bank.execute("SELECT customer_id, closed_on FROM source.customers ORDER BY customer_id").fetchall()
    here = [name for name, closed in spans if closed is None or closed > date(2023, 12, 31)]
    rows = []
    for name in here:
        fine = int(random.integers(4))
        rows += [(name, 1, f"L1-{fine // 2}"), (name, 2, f"L2-{fine}")]
    segmented(bank, rows, {name: str(random.choice(here)) for name, _ in spans if name not in here})
    return bank, worked_out(bank, as_of=date(2023, 12, 31))


def test_segments_of_a_level_add_up_to_everyone_and_children_to_their_parent() -> None:
    _, found = random_sums(3)
    table = kpis_from_sums(found.sums, currency="EUR")
    table = table[table["kpi"] != "expected_lifetime"]
    parts = ["numerator", "denominator"]
    everyone = table[table["dimension"] == "all"].set_index(["period", "kpi"])[parts].fillna(0)
    segments = table[table["dimension"] == "segment"]
    for level in ("L1", "L2"):
        added = segments[segments["member"].str.startswith(level)].groupby(["period", "kpi"])[parts].sum()
        counted = everyone[everyone["denominator"].ne(0) | everyone["numerator"].ne(0)]
        pd.testing.assert_frame_equal(
            added.reindex(counted.index, fill_value=0), counted, check_exact=False, rtol=1e-12
        )
    for parent in ("0", "1"):
        inside = segments["member"].isin([f"L2-{2 * int(parent)}", f"L2-{2 * int(parent) + 1}"])
        added = segments[inside].groupby(["period", "kpi"])[parts].sum()
        own = segments[segments["member"] == f"L1-{parent}"].set_index(["period", "kpi"])[parts].fillna(0)
        pd.testing.assert_frame_equal(added.reindex(own.index), own, rtol=1e-12)
    cohorts = found.cohorts
    everyone = cohorts[cohorts["segment_id"].isna()].set_index(["cohort", "period_index"])[["n_start", "n_retained"]]
    fine = cohorts[cohorts["segment_id"].fillna("").str.startswith("L2")]
    added = fine.groupby(["cohort", "period_index"])[["n_start", "n_retained"]].sum()
    pd.testing.assert_frame_equal(added, everyone, check_dtype=False)


def counted_slowly(bank: duckdb.DuckDBPyConnection, day: date) -> dict[tuple[str, str], tuple[float, float]]:
    """Go through the customers one by one, month by month, without the store's own tables."""
    people = bank.execute("SELECT customer_id, opened_on, closed_on FROM source.customers").df()
    people["closed_on"] = people["closed_on"].where(people["closed_on"] <= pd.Timestamp(day))
    acts = bank.execute("SELECT customer_id, booked_at FROM source.transactions WHERE is_own_act AND in_currency").df()
    accounts = bank.execute("SELECT customer_id, opened_on, closed_on FROM source.accounts").df()
    booked = bank.execute("SELECT booked_at FROM source.transactions").df()["booked_at"]
    first = pd.Timestamp(booked.min()).normalize()
    told: dict[tuple[str, str], tuple[float, float]] = {}
    for month in pd.period_range(end=pd.Period(day, "M"), periods=24):
        start, end = month.start_time.normalize(), month.end_time.normalize()
        if start < first:
            continue
        here = people[(people["opened_on"] <= end) & ~(people["closed_on"] <= end)]
        base = people[(people["opened_on"] < start) & ~(people["closed_on"] < start)]
        told[str(month), "attrition_rate"] = (int((base["closed_on"] <= end).sum()), len(base))
        told[str(month), "customers"] = (len(here), np.nan)
        n_active = n_products = 0
        for name in here["customer_id"]:
            own = acts.loc[acts["customer_id"] == name, "booked_at"].dt.normalize()
            n_active += bool(((own <= end) & (own > end - pd.Timedelta(days=90))).any())
            held = accounts[accounts["customer_id"] == name]
            n_products += int(((held["opened_on"] <= end) & ~(held["closed_on"] <= end)).sum())
        if end - pd.Timedelta(days=89) >= first:
            told[str(month), "active_rate"] = (n_active, len(here))
        told[str(month), "products_per_customer"] = (n_products, len(here))
    return told


def test_kpis_are_those_of_a_slow_count_customer_by_customer() -> None:
    bank, found = random_sums(3)
    table = kpis_from_sums(found.sums, currency="EUR")
    rows = table[(table["dimension"] == "all")].set_index(["period", "kpi"])
    for (period, kpi), (numerator, denominator) in counted_slowly(bank, date(2023, 12, 31)).items():
        if denominator == 0:
            assert (period, kpi) not in rows.index
            continue
        assert rows.loc[(period, kpi), "numerator"] == numerator, (period, kpi)
        assert np.isnan(denominator) or rows.loc[(period, kpi), "denominator"] == denominator, (period, kpi)


def test_the_numbers_are_the_same_in_every_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five zones, two of them changing their clocks within the records."""
    tables = []
    for zone in ("UTC", "America/New_York", "Europe/Prague", "Asia/Kolkata", "Pacific/Kiritimati"):
        bank = random_bank(5, n_customers=20, n=400)
        bank.execute(f"SET TimeZone = '{zone}'")
        segmented(bank, [("C001", 1, "L1-0")], {"C000": "C001"})
        monkeypatch.setenv("TZ", zone)
        found = worked_out(bank, as_of=date(2023, 10, 31))
        tables.append((found.sums, found.cohorts))
    for sums, cohorts in tables[1:]:
        pd.testing.assert_frame_equal(sums, tables[0][0], check_exact=True)
        pd.testing.assert_frame_equal(cohorts, tables[0][1], check_exact=True)


def test_by_the_segments_in_force_the_live_count_is_the_published_one() -> None:
    bank, found = random_sums(3)
    table = kpis_from_sums(found.sums, currency="EUR")
    latest = table[(table["dimension"] == "segment") & table["period"].isin(["2023-12", "2023-01/2023-12"])]
    mapping = bank.execute(
        "SELECT customer_id, 'segment' AS dimension, segment_id AS member FROM built.membership"
    ).df()
    live = kpis_by(mapping, bank.execute("SELECT * FROM built.kpi_facts").df(), currency="EUR")
    pd.testing.assert_frame_equal(live.reset_index(drop=True), latest.reset_index(drop=True), rtol=1e-12)
