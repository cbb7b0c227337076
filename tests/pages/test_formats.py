"""How numbers, dates and text from data are written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from pages.shared import formats


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (1234.4, "EUR", "€1,234"),
        (182_400_000, "GBP", "£182.4m"),
        (-1_500_000, "USD", "−$1.5m"),
        (2_000_000_000, "CZK", "CZK 2.0bn"),
        (5, "SEK", "SEK 5"),
        (None, "EUR", "–"),
        (float("nan"), "EUR", "–"),
        (0, "EUR", "€0"),
    ],
)
def test_amounts(amount: float | None, currency: str, written: str) -> None:
    assert formats.money(amount, currency) == written


def test_missing_is_a_dash_and_never_nought() -> None:
    nan = float("nan")
    assert {formats.whole(nan), formats.percent(None), formats.number(nan), formats.interval(None, 1.0)} == {"–"}
    assert formats.day(None) == formats.moment(None) == "–"


def test_shares_and_counts() -> None:
    assert formats.percent(0.0117, 2) == "1.17%"
    assert formats.interval(0.081, 0.124) == "8.1–12.4%"
    assert formats.whole(8000) == "8,000"
    assert formats.plural(1, "customer") == "1 customer"
    assert formats.plural(2100, "family", "families") == "2,100 families"


def test_a_number_near_nought_has_no_sign() -> None:
    assert [formats.two_places(value) for value in (-0.004, 0.004, -0.126, 1.0)] == ["0.00", "0.00", "−0.13", "1.00"]


def test_dates_say_their_zone() -> None:
    assert formats.day("2026-11-14") == "14 Nov 2026"
    assert formats.day(dt.date(2024, 2, 29)) == "29 Feb 2024"
    assert formats.moment("2026-11-14T09:30:00+00:00") == "14 Nov 2026, 09:30 UTC"
    assert formats.moment("2026-11-14T01:30:00+14:00") == "13 Nov 2026, 11:30 UTC"


@given(some.text(max_size=60))
def test_text_from_data_means_nothing_to_markdown(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(formats.plain(text))
    kinds = {child.type for token in tokens for child in token.children or []} | {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak"}


@pytest.mark.parametrize(
    "text",
    ["![x](http://evil.example/a.png)", "<img src=x>", ":red[ALERT]", "$x$", "**bold**", "[a](b)", "# head", "`code`"],
)
def test_every_mark_of_markdown_is_escaped(text: str) -> None:
    escaped = formats.plain(text)
    assert escaped.replace("\\", "").replace("\u2060", "") == text
    assert not any(mark in escaped.replace(f"\\{mark}", "") for mark in "![]()<>:$*#`")
