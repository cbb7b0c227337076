"""The Data screen: the demo in one click, what is loaded and missing, and bringing a source in step by step."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.commands.load_and_build import Order
from analytics.errors import InputError
from analytics.vocabulary import Json
from pages.shared import background, panels
from tests.pages.made_up_rest import whole_store
from tests.pages.screen import is_well, opened, said
from tests.pages.test_frame import running_build

DATA = "contribute/data"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    rows = "".join(f"{i},{20 + i % 50},{'Gone' if i % 4 == 0 else 'Here'},f\n" for i in range(40))
    path.write_text("person,age,state,sex\n" + rows, encoding="utf-8")
    return path


def test_an_empty_store_offers_the_demo_in_one_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Path] = []
    monkeypatch.setattr(background, "start_demo", started.append)
    app = opened(tmp_path, DATA, monkeypatch)

    assert is_well(app)
    app.button(key="load_demo").click().run()

    assert started == [tmp_path]
    assert is_well(app)
    assert "Starting" in said(app)


def test_what_is_loaded_rejected_and_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_store(tmp_path, n=60)
    app = opened(tmp_path, DATA, monkeypatch)
    words = said(app)
    shown = [frame.value for frame in app.dataframe]

    assert is_well(app)
    assert "**made-up**, a bank folder, in EUR" in words
    assert "closed the last account within 90 days" in words
    assert "Rows in = rows loaded + rows rejected" in words
    loaded = next(frame for frame in shown if "rows_in" in frame.columns)
    assert (loaded["rows_in"] == loaded["rows_loaded"] + loaded["rows_rejected"]).all()
    missing = next(frame for frame in shown if "missing" in frame.columns)
    assert "customers.language" in set(missing["missing"])


def test_a_path_that_is_not_there_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(tmp_path / "store", DATA, monkeypatch)
    app.text_input(key="bring_path").input(str(tmp_path / "nowhere")).run()

    assert not app.exception
    assert "Nothing was changed" in said(app)
    assert "Traceback" not in said(app)


def test_a_customer_table_is_loaded_once_its_label_is_named(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered: list[Order] = []
    monkeypatch.setattr(background, "start_load", lambda _store, order: ordered.append(order))
    app = opened(tmp_path / "store", DATA, monkeypatch)
    app.text_input(key="bring_path").input(str(table)).run()
    assert "people.csv** is taken for a customer table" in said(app)
    assert not [button for button in app.button if button.key == "bring_load"]

    app.selectbox(key="bring_label").select("state").run()
    app.selectbox(key="bring_id").select("person").run()
    app.selectbox(key="bring_positive").select("Gone").run()
    app.multiselect(key="bring_protected").select("sex").run()
    app.button(key="bring_load").click().run()

    assert ordered == [
        Order(path=str(table), kind="table", label="state", id_column="person", positive="Gone", protected=("sex",))
    ]


def test_columns_that_somebody_could_change_are_named_with_who_and_which_way(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = table.read_text(encoding="utf-8").replace("person,age,state,sex", "person,fees,state,plan")
    table.write_text(text, encoding="utf-8")
    ordered: list[Order] = []
    monkeypatch.setattr(background, "start_load", lambda _store, order: ordered.append(order))
    app = opened(tmp_path / "store", DATA, monkeypatch)
    app.text_input(key="bring_path").input(str(table)).run()
    app.selectbox(key="bring_label").select("state").run()
    app.multiselect(key="bring_levers").select("fees").run()
    app.multiselect(key="bring_levers").select("plan").run()
    app.selectbox(key="bring_lever_way_fees").select("down").run()
    app.text_input(key="bring_lever_step_fees").input("5").run()
    assert app.selectbox(key="bring_lever_way_plan").options == ["Either way"]
    app.selectbox(key="bring_lever_who_plan").select("customer").run()
    app.button(key="bring_load").click().run()

    assert ordered[0].levers == ("fees=bank:down:5", "plan=customer:either")


def test_nobody_is_offered_to_change_their_age(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(tmp_path / "store", DATA, monkeypatch)
    app.text_input(key="bring_path").input(str(table)).run()
    app.selectbox(key="bring_label").select("state").run()
    assert app.multiselect(key="bring_levers").options == ["person"]


def test_a_missing_column_is_mapped_before_anything_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "customers.csv").write_text("customer_id,opened_on\nC1,2020-01-01\n", encoding="utf-8")
    (bank / "accounts.csv").write_text("account_id,customer_id,product,opened_on\nA1,C1,current,2020-01-01\n")
    (bank / "transactions.csv").write_text("account_id,date,amount\nA1,2020-02-01,5.00\n", encoding="utf-8")
    ordered: list[Order] = []
    monkeypatch.setattr(background, "start_load", lambda _store, order: ordered.append(order))
    app = opened(tmp_path / "store", DATA, monkeypatch)
    app.text_input(key="bring_path").input(str(bank)).run()

    app.selectbox(key="bring_map_transactions_booked_at").select("date").run()
    app.button(key="bring_load").click().run()

    assert ordered[0].renames == ("transactions.date=booked_at",)


def test_replacing_another_bank_is_asked_once_and_named(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_store(tmp_path / "store", n=60)
    ordered: list[Order] = []
    monkeypatch.setattr(background, "start_load", lambda _store, order: ordered.append(order))
    app = opened(tmp_path / "store", DATA, monkeypatch)
    app.text_input(key="bring_path").input(str(table)).run()
    app.selectbox(key="bring_label").select("state").run()

    assert "made-up" in app.checkbox(key="bring_replace").label.replace("\\", "")
    app.checkbox(key="bring_replace").check().run()
    app.button(key="bring_load").click().run()

    assert ordered[0].replace is True


def test_an_order_survives_the_command_line() -> None:
    order = Order(path="/a b/c.csv", kind="table", label="x", renames=("t.a=b",), protected=("sex",), replace=True)
    assert Order.from_text(order.text()) == order
    order = replace(order, levers=("fees=bank:down:5",))

    assert Order.from_text(order.text()) == order


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"path": 1}'])
def test_what_is_no_order_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no order"):
        Order.from_text(text)


class _Uploaded(io.BytesIO):
    def __init__(self, name: str) -> None:
        super().__init__(b"a,b\n1,2\n")
        self.name = name


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.csv",
        "..\\..\\boot.csv",
        "/abs.csv",
        ".hidden.csv",
        "a b;rm.csv",
        "x\x00y.csv",
        "x" * 400 + ".csv",
    ],
)
def test_an_uploaded_name_never_leaves_its_folder(name: str, tmp_path: Path) -> None:
    path = background.kept_uploads(tmp_path, [_Uploaded(name)])  # type: ignore[list-item]

    assert path.parent.parent == tmp_path / background.UPLOADS
    assert path.is_file()
    assert not path.name.startswith(".")
    assert {path} == set((tmp_path / background.UPLOADS).rglob("*.csv"))


def test_no_uploaded_file_takes_the_place_of_another(tmp_path: Path) -> None:
    two = [_Uploaded("kunden é.csv"), _Uploaded("kunden è.csv")]
    with pytest.raises(InputError, match=r"would be called kunden_\.csv"):
        background.kept_uploads(tmp_path, two)  # type: ignore[arg-type]
    assert not list(tmp_path.rglob("*.csv"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "/abs", "a\\b", "x" * 500, "\u202egnp.exe", "\x00", "名簿"])
def test_an_exported_file_is_named_by_plain_letters(name: str) -> None:
    found = panels.file_named(name, "everyone")
    assert re.fullmatch(r"[a-z0-9_][a-z0-9_.-]{0,150}\.csv", found), found
    assert ".." not in found.removesuffix(".csv")


def test_work_under_way_shows_how_far_it_is_and_can_be_stopped_while_the_rest_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[Path] = []
    monkeypatch.setattr(background, "cancel", stopped.append)
    whole_store(tmp_path, n=60)
    running_build(tmp_path)
    app = opened(tmp_path, DATA, monkeypatch)
    assert is_well(app)
    bar = app.get("progress")[0].proto
    assert (bar.value, "Finding segments" in bar.text) == (25, True)
    assert "What is loaded" in said(app)
    assert "60 active customers" in said(opened(tmp_path, "decide/overview", monkeypatch))
    opened(tmp_path, DATA, monkeypatch).button(key="cancel_work").click().run()
    assert stopped == [tmp_path]


def test_an_outcome_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Json] = {"definition": "It is so.", "source": "recorded", "has_model": True}
    whole_store(tmp_path, n=60, outcomes={"churn": told, "loan_distress": told})
    words = said(opened(tmp_path, DATA, monkeypatch))
    assert "**Churn** (leaving): It is so. Recorded by the bank." in words
    assert "**Loan distress**: It is so. Recorded by the bank." in words
