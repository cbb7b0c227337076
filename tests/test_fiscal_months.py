"""Months of a fiscal year that does not begin in January."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import InputError
from analytics.fiscal_months import FISCAL_VARIABLE, fiscal_month, use_fiscal_year
from pages.shared import formats
from tests.pages.made_up_rest import whole_store
from tests.pages.screen import is_well, opened


@pytest.fixture(autouse=True)
def by_the_calendar_again() -> Iterator[None]:
    yield
    use_fiscal_year("")


@pytest.mark.parametrize(
    ("first", "day", "told"),
    [
        ("4", date(2026, 4, 1), "month 1 of 2026/27"),
        ("4", date(2026, 3, 31), "month 12 of 2025/26"),
        ("10", date(2026, 1, 15), "month 4 of 2025/26"),
        ("12", date(1999, 12, 31), "month 1 of 1999/00"),
        ("1", date(2026, 4, 1), ""),
        ("", date(2026, 4, 1), ""),
    ],
)
def test_a_month_is_counted_from_the_first_of_the_fiscal_year(first: str, day: date, told: str) -> None:
    use_fiscal_year(first)
    assert fiscal_month(day) == told
    assert formats.month(day).endswith(f" ({told})" if told else str(day.year))


@pytest.mark.parametrize("text", ["0", "13", "April", "4.5", "-1"])
def test_what_is_no_month_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError, match="TANDEM_FISCAL_YEAR"):
        use_fiscal_year(text)


def test_the_overview_says_the_fiscal_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_store(tmp_path)
    monkeypatch.setenv(FISCAL_VARIABLE, "4")
    screen = opened(tmp_path, "decide/overview", monkeypatch)
    assert is_well(screen)
    told = " ".join(f"{metric.label} {metric.help}" for metric in screen.metric).replace("\\", "")
    assert "Active in Jun 2026 (month 3 of 2026/27)" in told
