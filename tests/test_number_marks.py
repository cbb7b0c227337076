"""How numbers are written in five locales."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from plotly.graph_objects import Figure

from analytics.charts import theme
from analytics.errors import InputError
from analytics.insights import wording
from analytics.number_marks import LOCALES, localized, use_locale, written
from pages.shared import formats
from tests.pages.made_up_rest import whole_store
from tests.pages.screen import is_well, opened, said

NARROW, SPACE = "\u202f", "\u00a0"
# As the Unicode CLDR writes them.
CASES = {
    "en-GB": ("1,234,567.89", "14.2%", "€1,234", "−€1.5m", ".,"),
    "en-US": ("1,234,567.89", "14.2%", "€1,234", "−€1.5m", ".,"),
    "de-DE": ("1.234.567,89", f"14,2{SPACE}%", f"1.234{SPACE}€", f"−1,5m{SPACE}€", ",."),
    "fr-FR": (
        f"1{NARROW}234{NARROW}567,89",
        f"14,2{NARROW}%",
        f"1{NARROW}234{SPACE}€",
        f"−1,5m{SPACE}€",
        f",{NARROW}",
    ),
    "cs-CZ": (f"1{SPACE}234{SPACE}567,89", f"14,2{SPACE}%", f"1{SPACE}234{SPACE}€", f"−1,5m{SPACE}€", f",{SPACE}"),
}


@pytest.fixture(autouse=True)
def in_english_again() -> Iterator[None]:
    yield
    use_locale("")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_locale_writes_cards_sentences_and_charts_alike(locale: str) -> None:
    number, share, amount, loss, separators = CASES[locale]
    use_locale(locale)
    assert formats.number(1_234_567.89) == written(1_234_567.89, ",.2f") == localized("1,234,567.89") == number
    assert formats.percent(0.1418) == wording.percent(0.1418) == share
    assert formats.money(1234.4, "EUR") == amount
    assert formats.money(-1_500_000, "EUR") == loss
    assert formats.whole(1_234_567) == wording.count(1_234_567) == number[:-3]
    assert formats.plural(2100, "customer") == wording.customers(2100) == f"{written(2100, ',d')} customers"
    assert wording.quantity(0.25, "ratio") == f"0{number[-3]}25"
    figure = theme.dressed(Figure(), theme.ink("light"), height=200)
    assert figure.layout.separators == separators


def test_missing_stays_a_dash_and_dates_stay_as_they_are() -> None:
    use_locale("de-DE")
    assert formats.percent(None) == wording.percent(float("nan")) == formats.money(None, "EUR") == "–"
    assert formats.day("2026-11-14") == wording.day("2026-11-14") == "14 Nov 2026"


def test_a_locale_that_is_not_known_is_named_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"which is not known. Known are: en-GB, en-US, de-DE"):
        use_locale("xx-XX")


def test_the_dashboard_follows_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_store(tmp_path, n=1200)
    monkeypatch.setenv("TANDEM_LOCALE", "de-DE")
    app = opened(tmp_path, "decide/overview", monkeypatch)
    assert is_well(app)
    assert "1.200 active customers" in said(app)
    monkeypatch.delenv("TANDEM_LOCALE")
    assert "1,200 active customers" in said(opened(tmp_path, "decide/overview", monkeypatch))
