"""Who is described when, and what models learn from: cases worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from analytics.settings import ChurnDefinition
from analytics.store import points as points_module
from analytics.store.default_outcome import default_as_of
from analytics.store.outcome_fact import OutcomeFact
from analytics.store.points import make_points
from analytics.vocabulary import SourceKind
from tests.store.small_bank import Cell, account, add, booking, customer, empty_bank

D = date(2024, 2, 29)
LONG_AGO = date(2020, 1, 1)


def bank_of(
    *customers: dict[str, Cell], outcomes: list[tuple[str, date, int]] | None = None
) -> duckdb.DuckDBPyConnection:
    bank = empty_bank(default_outcome="churn" if outcomes else None)
    add(bank, "customers", customers)
    rows: list[dict[str, Cell]] = [
        {"customer_id": name, "as_of": day, "outcome": "churn", "value": value} for name, day, value in outcomes or []
    ]
    add(bank, "outcomes", rows)
    return bank


def described(bank: duckdb.DuckDBPyConnection) -> dict[str, date]:
    rows = bank.execute("SELECT customer_id, as_of FROM built.points WHERE role = 'describe' ORDER BY ALL").fetchall()
    assert len(rows) == len({name for name, _ in rows})
    return dict(rows)


def labels(bank: duckdb.DuckDBPyConnection) -> list[tuple[str, date, int]]:
    rows = bank.execute("SELECT customer_id, as_of, value FROM built.labels ORDER BY ALL").fetchall()
    trained = bank.execute("SELECT customer_id, as_of FROM built.points WHERE role = 'train' ORDER BY ALL").fetchall()
    assert trained == sorted({(name, day) for name, day, _ in rows})
    return rows


def labels_of(bank: duckdb.DuckDBPyConnection, *, as_of: date) -> list[tuple[str, date, int]]:
    make_points(bank, as_of=as_of)
    return labels(bank)


def fact(facts: tuple[OutcomeFact, ...], name: str = "churn") -> OutcomeFact:
    return {fact.outcome: fact for fact in facts}[name]


def test_who_closed_on_the_day_is_gone_and_who_opened_on_it_is_here() -> None:
    bank = bank_of(
        customer("closed on the day", LONG_AGO, D),
        customer("closed the day after", LONG_AGO, D + timedelta(days=1)),
        customer("opened on the day", D),
        customer("opened the day after", D + timedelta(days=1)),
        customer("opened and closed on the day", D, D),
    )
    make_points(bank, as_of=D)
    assert described(bank) == {"closed the day after": D, "opened on the day": D}


def test_with_one_labelled_date_everyone_is_described_at_the_as_of_day() -> None:
    bank = bank_of(
        customer("A", LONG_AGO),
        customer("B", LONG_AGO),
        customer("unlabelled", LONG_AGO),
        outcomes=[("A", date(2024, 1, 31), 1), ("B", date(2024, 1, 31), 0)],
    )
    facts = make_points(bank, as_of=D)
    assert described(bank) == {"A": D, "B": D, "unlabelled": D}
    assert labels(bank) == [("A", date(2024, 1, 31), 1), ("B", date(2024, 1, 31), 0)]
    assert (fact(facts).source, fact(facts).n_labelled, fact(facts).n_positive) == ("recorded", 2, 1)


def test_where_dates_differ_between_customers_each_is_described_at_their_own() -> None:
    bank = bank_of(
        customer("A", LONG_AGO),
        customer("B", LONG_AGO),
        customer("unlabelled", LONG_AGO),
        customer("later", LONG_AGO),
        outcomes=[("A", date(2023, 5, 1), 1), ("B", date(2024, 2, 29), 0), ("later", date(2024, 3, 1), 1)],
    )
    make_points(bank, as_of=D)
    assert described(bank) == {"A": date(2023, 5, 1), "B": D, "unlabelled": D, "later": D}
    assert [row[0] for row in labels(bank)] == ["A", "B"]


def test_a_panel_of_dates_is_described_at_the_as_of_day_and_learned_from_at_every_date() -> None:
    dates = [date(2023, 8, 31), date(2023, 11, 30), D]
    bank = bank_of(
        customer("A", LONG_AGO),
        customer("B", LONG_AGO),
        outcomes=[(name, day, int(name == "A" and day == D)) for name in "AB" for day in dates],
    )
    make_points(bank, as_of=D)
    assert described(bank) == {"A": D, "B": D}
    assert len(labels(bank)) == 6
    make_points(bank, as_of=date(2023, 11, 30))
    assert described(bank) == {"A": date(2023, 11, 30), "B": date(2023, 11, 30)}
    assert len(labels(bank)) == 4


def test_labels_of_people_who_were_not_here_at_their_date_are_not_learned_from() -> None:
    bank = bank_of(
        customer("here", LONG_AGO),
        customer("left", LONG_AGO, date(2023, 1, 1)),
        customer("not yet", date(2024, 2, 1)),
        outcomes=[(name, date(2024, 1, 31), 1) for name in ("here", "left", "not yet", "unheard of")],
    )
    facts = make_points(bank, as_of=D)
    assert [row[0] for row in labels(bank)] == ["here"]
    assert fact(facts).why_not == "All 1 known values are the same, so there is nothing to tell apart."


def test_a_day_before_all_labels_says_so_and_derives_nothing_else() -> None:
    bank = bank_of(customer("A", LONG_AGO), outcomes=[("A", D + timedelta(days=1), 1)])
    facts = make_points(bank, as_of=D)
    assert labels(bank) == []
    assert fact(facts).why_not == "All 1 recorded values are dated after the as-of day 2024-02-29."
    assert fact(facts).source == "recorded"


def test_too_few_of_one_class_is_said() -> None:
    bank = bank_of(
        *(customer(f"C{n}", LONG_AGO) for n in range(100)), outcomes=[(f"C{n}", D, int(n < 19)) for n in range(100)]
    )
    assert fact(make_points(bank, as_of=D)).why_not == "Only 19 of 100 known values are 1; 20 are needed."
    bank.execute("UPDATE source.outcomes SET value = 1 - value")
    assert fact(make_points(bank, as_of=D)).why_not == "Only 19 of 100 known values are 0; 20 are needed."
    bank.execute("UPDATE source.outcomes SET value = (customer_id < 'C5')::TINYINT")
    assert fact(make_points(bank, as_of=D)).why_not is None


def test_a_customer_table_describes_everyone_whatever_its_columns_are() -> None:
    bank = bank_of(
        customer("A", LONG_AGO, LONG_AGO), customer("B", D + timedelta(days=9)), outcomes=[("A", D, 1), ("B", D, 0)]
    )
    bank.execute("UPDATE meta.source SET kind = 'table'; ALTER TABLE source.customers DROP opened_on")
    make_points(bank, as_of=D)
    assert described(bank) == {"A": D, "B": D}
    bank.execute("DELETE FROM source.outcomes")
    assert fact(make_points(bank, as_of=D)).why_not == (
        "A customer table has no transactions; only its own label can be learned."
    )


def busy(name: str, *days: date) -> list[dict[str, Cell]]:
    return [booking(name, day, -10) for day in days]


def quiet_bank() -> duckdb.DuckDBPyConnection:
    """Two dates can be learned from at D: 90 and 180 days before it (2023-12-01 and 2023-09-02)."""
    bank = bank_of(
        customer("stays", LONG_AGO),
        customer("silent", LONG_AGO),
        customer("fed by others", LONG_AGO),
        customer("closes on the last day", LONG_AGO, D),
        customer("closes the day after", LONG_AGO, D + timedelta(days=1)),
        customer("new", date(2023, 10, 1)),
    )
    first = D - timedelta(days=270)
    every_month = [first + timedelta(days=30 * n) for n in range(10)]
    add(
        bank,
        "accounts",
        [account(name) for (name,) in bank.execute("SELECT customer_id FROM source.customers").fetchall()],
    )
    add(bank, "transactions", busy("stays", *every_month))
    add(bank, "transactions", busy("silent", first, D - timedelta(days=90)))
    add(bank, "transactions", [booking("fed by others", day, 100) for day in every_month])
    add(bank, "transactions", busy("closes on the last day", *every_month))
    add(bank, "transactions", busy("closes the day after", *every_month))
    add(bank, "transactions", busy("new", *(day for day in every_month if day > date(2023, 10, 1))))
    return bank


def test_derived_churn_is_a_closing_or_silence_within_90_days() -> None:
    bank = quiet_bank()
    facts = make_points(bank, as_of=D)
    september, december = date(2023, 9, 2), date(2023, 12, 1)
    assert labels(bank) == sorted(
        [
            ("stays", september, 0),
            ("stays", december, 0),
            ("silent", september, 0),  # their last act, on 2023-12-01, is the 90th day after
            ("silent", december, 1),  # and the as-of date itself, no part of what comes after it
            ("fed by others", september, 1),
            ("fed by others", december, 1),
            ("closes on the last day", september, 0),
            ("closes on the last day", december, 1),
            ("closes the day after", september, 0),
            ("closes the day after", december, 0),
            ("new", december, 0),
        ]
    )
    churn = fact(facts)
    assert (churn.source, churn.n_labelled, churn.n_positive, churn.horizon_days) == ("derived", 11, 4, 90)
    assert "closed within 90 days" in churn.definition
    assert "closes on the last day" not in described(bank)


def test_churn_is_derived_beside_another_outcome_that_was_recorded() -> None:
    bank = quiet_bank()
    make_points(bank, as_of=D)
    alone, here = labels(bank), described(bank)
    recorded: list[dict[str, Cell]] = [
        {"customer_id": "stays", "as_of": date(2023, 9, 15), "outcome": "arrears", "value": 1},
        {"customer_id": "new", "as_of": date(2023, 11, 15), "outcome": "arrears", "value": 0},
    ]
    add(bank, "outcomes", recorded)
    facts = make_points(bank, as_of=D)
    assert (fact(facts).source, fact(facts).n_labelled, fact(facts).n_positive) == ("derived", 11, 4)
    assert (fact(facts, "arrears").source, fact(facts, "arrears").n_labelled) == ("recorded", 2)
    assert labels(bank) == sorted([*alone, ("new", date(2023, 11, 15), 0), ("stays", date(2023, 9, 15), 1)])
    # Whoever has a loan date of their own is still described at the day of churn, the default outcome.
    assert described(bank) == here
    day = default_as_of(bank, SourceKind.BANK, date(2030, 1, 1))
    assert (day.outcome, day.day) == ("churn", date(2024, 2, 29))


def test_recorded_churn_is_never_mixed_with_derived() -> None:
    bank = quiet_bank()
    add(bank, "outcomes", [{"customer_id": "stays", "as_of": date(2023, 9, 15), "outcome": "churn", "value": 1}])
    assert labels_of(bank, as_of=D) == [("stays", date(2023, 9, 15), 1)]


def test_whoever_holds_no_account_is_not_taken_for_lost() -> None:
    bank = quiet_bank()
    add(bank, "customers", [customer("second person", LONG_AGO), customer("gave it up", LONG_AGO)])
    add(bank, "accounts", [account("gave it up", closed_on=date(2023, 11, 1))])
    silent = [row for row in labels_of(bank, as_of=D) if row[0] in ("second person", "gave it up")]
    assert silent == [("gave it up", date(2023, 9, 2), 1)]


def test_where_silence_does_not_count_only_closings_do() -> None:
    bank = quiet_bank()
    facts = make_points(bank, as_of=D, churn=ChurnDefinition(counts_silence=False))
    assert [row[:2] for row in labels(bank) if row[2] == 1] == [("closes on the last day", date(2023, 12, 1))]
    assert "nothing of their own" not in fact(facts).definition


def test_at_most_four_dates_are_learned_from() -> None:
    bank = bank_of(customer("A", LONG_AGO))
    add(bank, "accounts", [account("A")])
    add(bank, "transactions", busy("A", *(D - timedelta(days=7 * n) for n in range(120))))
    make_points(bank, as_of=D)
    assert [day for _, day, _ in labels(bank)] == [D - timedelta(days=90 * n) for n in (4, 3, 2, 1)]


def test_a_day_after_the_last_booking_learns_from_what_was_seen() -> None:
    bank = quiet_bank()
    make_points(bank, as_of=D + timedelta(days=60))
    assert {day for _, day, _ in labels(bank)} == {date(2023, 9, 2), date(2023, 12, 1)}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE FROM source.transactions", "There are no transactions up to 2024-02-29"),
        ("UPDATE source.transactions SET is_own_act = false", "No transaction is known to be a customer's own act"),
        (
            "DELETE FROM source.transactions WHERE booked_at < DATE '2023-09-03'",
            "The transactions span 150 days; 180 are needed",
        ),
        (
            "DELETE FROM source.transactions WHERE customer_id <> 'stays' AND booked_at > DATE '2023-11-30'",
            "The histories of 4 of 5 open customers stop 90 days or more before the last booked day",
        ),
    ],
)
def test_it_is_said_why_churn_cannot_be_derived(change: str, words: str) -> None:
    bank = quiet_bank()
    bank.execute(change)
    churn = fact(make_points(bank, as_of=D))
    assert churn.source == "none"
    assert churn.why_not is not None
    assert words in churn.why_not
    assert labels(bank) == []
    assert len(described(bank)) == 5


def loans(n: int = 40) -> duckdb.DuckDBPyConnection:
    """Customers whose histories end the day before their loan, as dates that differ."""
    bank = empty_bank(kind="berka", default_outcome="loan_distress")
    for number in range(n):
        name, day = f"C{number:02d}", date(2022, 1, 1) + timedelta(days=20 * number)
        add(bank, "customers", [customer(name, LONG_AGO)])
        add(bank, "accounts", [account(name)])
        add(bank, "transactions", busy(name, day - timedelta(days=40), day - timedelta(days=3)))
        add(
            bank,
            "outcomes",
            [{"customer_id": name, "as_of": day, "outcome": "loan_distress", "value": number % 3 == 0}],
        )
    return bank


def test_no_churn_is_derived_where_histories_end_at_the_event_itself() -> None:
    bank = loans()
    facts = make_points(bank, as_of=D)
    assert fact(facts).source == "none"
    assert "Histories end at the event itself" in str(fact(facts).why_not)
    assert fact(facts, "loan_distress").definition.startswith("The loan granted on the day after")
    assert described(bank)["C05"] == date(2022, 4, 11)
    stored = bank.execute("SELECT outcome, source FROM built.outcome_facts ORDER BY ALL").fetchall()
    assert stored == [("churn", "none"), ("loan_distress", "recorded")]
    day = default_as_of(bank, SourceKind.BERKA, date(2030, 1, 1))
    assert (day.outcome, day.day) == ("loan_distress", date(2022, 1, 1) + timedelta(days=20 * 39))


def test_a_big_bank_learns_from_the_same_part_of_its_customers_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points_module, "MOST_TRAINING_CUSTOMERS", 10)
    bank = loans()
    make_points(bank, as_of=D)
    kept = labels(bank)
    assert len(kept) == 10
    bank.execute("CREATE OR REPLACE TABLE source.outcomes AS FROM source.outcomes ORDER BY customer_id DESC")
    facts = make_points(bank, as_of=D)
    assert labels(bank) == kept
    assert fact(facts, "loan_distress").n_labelled == 40
    assert described(bank)["C05"] == date(2022, 4, 11)
