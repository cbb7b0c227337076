"""Numbers, dates and text from data, as every screen writes them."""

from __future__ import annotations

import datetime as dt
import math
import re

from analytics.fiscal_months import fiscal_month
from analytics.number_marks import in_force, localized, written

MISSING = "–"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF ", "CZK": "CZK ", "JPY": "¥"}
# Everything that Streamlit's markdown gives a meaning: emphasis, links, pictures, HTML, maths, :directives:, lists,
# headings, tables, quotes, and bare addresses (which it would turn into links).
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&\"'@/])")
# A bare address becomes a link after the escapes are gone; an invisible joiner at these places keeps it text.
_ADDRESS = re.compile(r"\\/\\/|(?<=[wW]{3})\\\.|\\@")
_JOINER = "\u2060"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text: object) -> str:
    r"""Make text from data safe to put into anything that Streamlit renders as markdown.

    Every name, id, category or message that does not stand in our own code goes through here before it reaches a
    label, caption, metric, button, tab, toast, expander, help text or st.markdown. (st.text, st.dataframe and the
    options of a selectbox show text as it is and need nothing.)

    Examples
    --------
    >>> plain("![x](y)")
    '\\!\\[x\\]\\(y\\)'
    """
    one_line = _CONTROL.sub("", str(text).replace("\r", " ").replace("\n", " ").replace("\t", " "))
    return _ADDRESS.sub(f"{_JOINER}\\g<0>", _MARKDOWN.sub(r"\\\1", one_line))


def is_missing(value: object) -> bool:
    """Say whether there is no value: None, NaN or NaT."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("NaT", "<NA>")


def whole(value: float | None) -> str:
    """Write a count: `8,000`."""
    return MISSING if value is None or is_missing(value) else written(value, ",.0f")


def number(value: float | None, decimals: int = 2) -> str:
    """Write a number with thousands separators; very large or small ones keep three figures."""
    if value is None or is_missing(value):
        return MISSING
    if value != 0 and abs(value) < 10**-decimals:
        return localized(f"{value:.2g}")
    return localized(f"{value:,.{decimals}f}")


def two_places(value: float) -> str:
    """Write a number from -1 to 1 with two decimals, a real minus, and never a minus nought: `−0.12`, `0.00`."""
    return written(round(value, 2) + 0.0, ".2f").replace("-", "−")


def percent(share: float | None, decimals: int = 1) -> str:
    """Write a share (0 to 1) as a percentage: `1.2%`."""
    return MISSING if share is None or is_missing(share) else localized(f"{share * 100:,.{decimals}f}%")


def interval(lower: float | None, upper: float | None, decimals: int = 1) -> str:
    """Write an interval of shares: `8.1–12.4%`."""
    if lower is None or upper is None or is_missing(lower) or is_missing(upper):
        return MISSING
    return localized(f"{lower * 100:,.{decimals}f}–{upper * 100:,.{decimals}f}%")


def money(amount: float | None, currency: str, decimals: int = 0) -> str:
    """Write an amount: `€1,234` (in German marks `1.234 €`); from a million on `€1.2m`."""
    if amount is None or is_missing(amount):
        return MISSING
    size = abs(amount)
    if size >= 999_500_000:
        amount_words = f"{written(size / 1e9, ',.1f')}bn"
    elif size >= 999_500:
        amount_words = f"{written(size / 1e6, ',.1f')}m"
    else:
        amount_words = localized(f"{size:,.{decimals}f}")
    return f"{'−' if amount < 0 else ''}{_with_currency(amount_words, currency)}"


def _with_currency(amount: str, currency: str) -> str:
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    return f"{symbol}{amount}" if in_force().is_currency_first else f"{amount}\u00a0{symbol.strip()}"


def day(value: dt.date | dt.datetime | str | None) -> str:
    """Write a date: `14 Nov 2026`. Takes ISO text too."""
    if value is None or is_missing(value):
        return MISSING
    date = dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def moment(value: dt.datetime | str | None) -> str:
    """Write a time with its zone: `14 Nov 2026, 09:30 UTC`. Takes ISO text; a time without a zone is UTC."""
    if value is None or is_missing(value):
        return MISSING
    time = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    utc = time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)
    return f"{day(utc)}, {utc:%H:%M} UTC"


def month(value: dt.date | dt.datetime) -> str:
    """Write a month: `Nov 2026`, and which one it is where the fiscal year does not begin in January."""
    fiscal = fiscal_month(value)
    return f"{_MONTHS[value.month - 1]} {value.year}{f' ({fiscal})' if fiscal else ''}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun: `1 customer`, `2,100 customers`."""
    return f"{written(count, ',')} {one if count == 1 else many or one + 's'}"


def words(name: str) -> str:
    """Make a column's name readable: `out_share_90d` becomes `Out share 90d`."""
    spaced = name.replace("_", " ").strip()
    return spaced[:1].upper() + spaced[1:]
