"""The Berka bank against its published figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.sources.quality import QualityReport
from analytics.store.connection import open_for_reading, open_for_writing
from analytics.store.erase import erase_customer
from analytics.store.load import ingest
from analytics.store.points import make_points
from analytics.vocabulary import SourceKind
from tests.real_data import real_data

Loaded = tuple[Path, QualityReport]


@pytest.fixture(scope="module")
def berka(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    store = tmp_path_factory.mktemp("berka")
    return store, ingest(store, real_data("berka"), n_threads=1)


@pytest.fixture(scope="module")
def berka_loans(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    store = tmp_path_factory.mktemp("berka_loans")
    return store, ingest(store, real_data("berka_loans"), n_threads=1)


def _number(store: Path, sql: str) -> float:
    with open_for_reading(store) as warehouse:
        return float(warehouse.frame(sql).to_numpy(dtype=float)[0, 0])


def test_every_row_is_loaded_or_rejected(berka: Loaded) -> None:
    report = berka[1]
    assert report.kind is SourceKind.BERKA
    rows = {table.table: (table.rows_in, table.rows_loaded) for table in report.tables if table.present}
    assert rows["customers"] == (5369, 5369)
    assert rows["accounts"] == (4500, 4500)
    assert rows["transactions"] == (49102, 49102)
    assert rows["regions"] == (77, 77)
    assert rows["events"] == (892, 892)
    assert rows["dispositions"] == (5369, 5369)
    assert rows["orders"] == (6471, 6471)
    assert rows["outcomes"][0] == 682


def test_122_of_1229_accounts_take_a_loan_later(berka: Loaded) -> None:
    store = berka[0]
    assert _number(store, "SELECT count(DISTINCT account_id) FROM source.transactions") == 1229
    # as_of is the day before the loan, so a loan after 1994-03-31 has an as_of from that day on.
    assert _number(store, "SELECT count(*) FROM source.outcomes WHERE as_of >= DATE '1994-03-31'") == 122


def test_235_of_the_accounts_ever_hold_a_card(berka: Loaded) -> None:
    cards = """
        SELECT count(DISTINCT d.account_id)
        FROM landed.card AS c JOIN source.dispositions AS d ON d.disposition_id = c.disp_id
        WHERE d.account_id IN (SELECT account_id FROM source.transactions)
    """
    assert _number(berka[0], cards) == 235


def test_sex_is_read_from_the_birth_number(berka: Loaded) -> None:
    share = _number(berka[0], "SELECT avg(CAST(gender = 'female' AS INTEGER)) FROM source.customers")
    assert share == pytest.approx(0.493, abs=0.0005)
    assert _number(berka[0], "SELECT count(*) FROM source.customers WHERE birth_date IS NULL") == 0


def test_disponents_share_the_owners_household_and_have_no_account(berka: Loaded) -> None:
    store = berka[0]
    assert _number(store, "SELECT count(*) FROM source.dispositions WHERE role = 'disponent'") == 869
    pairs = """
        SELECT count(*) FROM source.customers AS c JOIN source.customers AS o USING (household_id)
        WHERE c.customer_id < o.customer_id
    """
    assert _number(store, pairs) == 869
    without = "SELECT count(*) FROM source.customers WHERE customer_id NOT IN (SELECT customer_id FROM source.accounts)"
    assert _number(store, without) == 869


def test_the_running_balance_holds_by_day(berka: Loaded) -> None:
    # Published: it holds for every account up to 1994-03-30 and fails on 28 on the day that was cut off.
    wrong = """
        WITH days AS (
            SELECT account_id, CAST(booked_at AS DATE) AS day, sum(amount) AS moved,
                list(balance_after) AS balances
            FROM source.transactions GROUP BY ALL
        ),
        running AS (
            SELECT account_id, day, balances, sum(moved) OVER (PARTITION BY account_id ORDER BY day) AS balance
            FROM days
        )
        SELECT count(DISTINCT account_id) FROM running WHERE day {comparison} DATE '1994-03-31'
        AND len(list_filter(balances, lambda b: abs(b - balance) <= 1)) = 0
    """
    assert _number(berka[0], wrong.format(comparison="<")) == 0
    assert _number(berka[0], wrong.format(comparison="=")) == 28


def test_question_marks_in_district_are_missing(berka: Loaded) -> None:
    missing = (
        "SELECT count(*) FROM source.regions WHERE unemployment_percent_1995 IS NULL AND crimes_1995 IS NULL "
        "AND mean_salary IS NOT NULL"
    )
    assert _number(berka[0], missing) == 1


def test_churn_can_be_derived_so_it_is_the_default_and_the_last_booked_day_is_the_as_of_day(berka: Loaded) -> None:
    report = berka[1]
    assert (report.default_outcome, report.as_of_default.isoformat()) == ("churn", "1994-03-31")
    assert not any("after the last booking" in note for note in report.notes)


def test_churn_is_derived_for_those_who_hold_an_account_beside_the_recorded_loans(tmp_path: Path) -> None:
    ingest(tmp_path, real_data("berka"), n_threads=1)
    with open_for_writing(tmp_path) as warehouse:
        facts = {fact.outcome: fact for fact in make_points(warehouse.cursor(), as_of=date(1994, 3, 31))}
    churn, distress = facts["churn"], facts["loan_distress"]
    assert churn.source == "derived"
    assert churn.n_positive >= 20
    assert churn.why_not is None
    assert distress.source == "recorded"
    assert distress.why_not is not None
    dates = "SELECT count(DISTINCT as_of) FROM built.labels WHERE outcome = 'churn'"
    assert _number(tmp_path, dates) == 4
    dispositions = "SELECT customer_id FROM source.dispositions WHERE role = 'disponent'"
    without = f"SELECT count(*) FROM built.labels WHERE customer_id IN ({dispositions})"
    assert _number(tmp_path, without) == 0
    assert _number(tmp_path, "SELECT count(DISTINCT as_of) FROM built.points WHERE role = 'describe'") == 1


def test_outcomes_of_berka_loans_are_the_published_ones(berka_loans: Loaded) -> None:
    store, report = berka_loans
    with open_for_reading(store) as warehouse:
        counts = warehouse.frame("SELECT loan_status, count(*) AS n FROM source.outcomes GROUP BY ALL ORDER BY ALL")
    assert dict(zip(counts["loan_status"], counts["n"], strict=True)) == {"A": 40, "B": 3, "C": 284, "D": 27}
    assert _number(store, "SELECT count(*) FROM source.outcomes WHERE value = 1") == 30
    assert _number(store, "SELECT count(*) FROM source.transactions") == 30200
    assert (report.default_outcome, report.as_of_default.year) == ("loan_distress", 1998)


def test_histories_of_berka_loans_end_by_the_day_of_the_loan(berka_loans: Loaded) -> None:
    later = """
        SELECT count(*) FROM source.transactions AS t JOIN source.outcomes AS o USING (customer_id)
        WHERE t.booked_at >= o.as_of + 2
    """
    assert _number(berka_loans[0], later) == 0


def test_loading_it_again_changes_nothing(berka: Loaded) -> None:
    store, first = berka
    again = ingest(store, real_data("berka"))
    assert again.unchanged
    assert (again.reasons, again.notes, again.as_of_default) == (first.reasons, first.notes, first.as_of_default)
    assert all(table.n_files_unchanged == table.n_files for table in again.tables)


def test_erasing_a_disponent_leaves_the_owner_and_whatever_has_the_same_number(tmp_path: Path) -> None:
    ingest(tmp_path, real_data("berka_loans"), n_threads=1)
    chosen = """
        SELECT d.customer_id, d.account_id FROM source.dispositions AS d JOIN source.accounts AS a
        ON a.account_id = d.customer_id WHERE d.role = 'disponent' ORDER BY d.customer_id LIMIT 1
    """
    with open_for_reading(tmp_path) as warehouse:
        customer, account = warehouse.frame(chosen).iloc[0].tolist()
        before = warehouse.frame("SELECT * FROM source.transactions ORDER BY file_order")
    erase_customer(tmp_path, customer)
    with open_for_reading(tmp_path) as warehouse:
        assert warehouse.frame("SELECT * FROM source.transactions ORDER BY file_order").equals(before)
        kept = "SELECT account_id FROM landed.account WHERE account_id IN ($account, $same_number)"
        assert len(warehouse.frame(kept, account=account, same_number=customer)) == 2
        gone = "SELECT * FROM landed.client WHERE client_id = $id OR (_bad <> 0 AND birth_number IS NOT NULL)"
        assert warehouse.frame(gone, id=customer).empty
