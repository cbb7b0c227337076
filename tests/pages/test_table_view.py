"""How the cells of tables are written: in the marks in force, alike in a column, and still numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit import column_config as column

from analytics.number_marks import LOCALE_VARIABLE, LOCALES, use_locale
from pages.shared import panels, sequence_tables, tables
from pages.shared.cell_forms import written_as
from pages.shared.table_view import Columns, cells, heads
from tests.pages.cell_texts import texts_of, texts_of_styler
from tests.pages.made_up_rest import whole_store
from tests.pages.screen import is_well, opened

COLUMNS: Columns = {
    "name": "What",
    "n": column.NumberColumn("Customers", format="localized"),
    "share": column.NumberColumn("Share", format=tables.SHARE),
    "amount": column.NumberColumn("Amount, EUR", format="%,.2f"),
    "effect": column.NumberColumn("Difference", format="%+.2f"),
    "mean": column.NumberColumn("Mean", format=tables.MIXED),
}
TABLE = pd.DataFrame(
    {
        "name": ["one", None],
        "n": [8000, 12],
        "share": [0.1425, None],
        "amount": [-1234567.5, 0.0],
        "effect": [-0.004, 1.5],
        "mean": [12345.678, 0.01234],
    }
)
BY_HAND = {
    "en-GB": ["8,000", "14.2%", "−1,234,567.50", "0.00", "12,346", "0.0123"],
    "en-US": ["8,000", "14.2%", "−1,234,567.50", "0.00", "12,346", "0.0123"],
    "de-DE": ["8.000", "14,2_%", "−1.234.567,50", "0,00", "12.346", "0,0123"],
    "fr-FR": ["8_000", "14,2_%", "−1_234_567,50", "0,00", "12_346", "0,0123"],
    "cs-CZ": ["8_000", "14,2_%", "−1_234_567,50", "0,00", "12_346", "0,0123"],
}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_locale("")


def shown(table: pd.DataFrame) -> list[list[str]]:
    """The texts of the cells, row by row, as Streamlit takes them from the table."""
    return [[str(text) for text in row] for row in texts_of_styler(cells(table, COLUMNS)).to_numpy().tolist()]


@pytest.mark.parametrize("locale", LOCALES)
def test_cells_are_written_in_the_locale_s_marks(locale: str) -> None:
    use_locale(locale)
    first, second = shown(TABLE)
    found = [*first[1:], second[5]]
    assert [text.replace("\u00a0", "_").replace("\u202f", "_") for text in found] == BY_HAND[locale]
    assert second[:3] == ["–", "12", "–"], "what is missing is no nought"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_column_has_the_same_decimals_throughout(locale: str) -> None:
    use_locale(locale)
    mark = LOCALES[locale].decimal
    for form, places in (("%,.2f", 2), ("%+.4f", 4), ("%.1f%%", 1)):
        texts = [written_as(form)(value) for value in (0.0, -3.14159, 99.999, 1e7, 0.00001)]
        ends = {len(text.removesuffix(LOCALES[locale].percent).rpartition(mark)[2]) for text in texts}
        assert ends == {places}


def test_the_values_stay_numbers_so_that_sorting_is_by_size() -> None:
    use_locale("de-DE")
    data = cells(TABLE, COLUMNS).data  # type: ignore[attr-defined]
    assert data["amount"].tolist() == TABLE["amount"].tolist()
    assert data["share"].tolist()[0] == pytest.approx(14.2), "as many digits as are shown, for who hears them read"
    assert data["mean"].tolist() == TABLE["mean"].tolist()


def test_three_figures_for_rows_of_different_units() -> None:
    three = written_as(tables.MIXED)
    assert [three(value) for value in (0.0, 0.5, 12.345, -999.6, 1e6)] == [
        "0",
        "0.500",
        "12.3",
        "−1,000",
        "1,000,000",
    ]


def test_a_form_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no form"):
        written_as("percent")


def test_every_form_of_every_table_is_known() -> None:
    forms = [
        config["type_config"].get("format")
        for columns in (*vars(tables).values(), *vars(sequence_tables).values())
        if isinstance(columns, dict)
        for config in columns.values()
        if isinstance(config, dict)
        and isinstance(config.get("type_config"), dict)
        and config["type_config"].get("type") == "number"
    ]
    assert len(forms) > 40
    assert all(written_as(str(form))(1.0) for form in forms)


def test_the_words_of_a_table_name_its_rows_and_heads() -> None:
    assert heads(TABLE, {**COLUMNS, "mean": None}) == "2 rows: What, Customers, Share, Amount, EUR, Difference."


def test_a_screen_s_list_follows_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_store(tmp_path, n=60)
    english = opened(tmp_path, "explore/customers", monkeypatch)
    assert is_well(english)
    assert texts_of(english.dataframe[0].proto.arrow_data)["balance"].str.fullmatch(r"−?[\d,]+\.\d\d").all()
    monkeypatch.setenv(LOCALE_VARIABLE, "de-DE")
    german = opened(tmp_path, "explore/customers", monkeypatch)
    assert texts_of(german.dataframe[0].proto.arrow_data)["balance"].str.fullmatch(r"−?[\d.]+,\d\d").all()
    assert texts_of(german.dataframe[0].proto.arrow_data)["probability"].str.fullmatch(r"\d+,\d\u00a0%").all()
    assert german.dataframe[0].value["balance"].tolist() == english.dataframe[0].value["balance"].tolist()


def test_the_table_behind_a_chart_is_drawn_once_its_fold_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "FOLDS_START_OPEN", False)
    whole_store(tmp_path, n=60)
    app = opened(tmp_path, "decide/overview", monkeypatch)
    assert is_well(app)
    assert "Show data" in [fold.label for fold in app.expander]
    assert not app.dataframe
    app.session_state["behind_segments"] = True
    app.run()
    assert is_well(app)
    assert len(app.dataframe) == 1
    assert "Export CSV" in [button.proto.label for button in app.get("download_button")]
