"""How the number of a cell is written, from the form that its column has in `tables`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from analytics.number_marks import localized
from pages.shared.formats import MISSING, is_missing

WHOLE = "localized"
"""A count, without decimals."""
_FORM = re.compile(r"%(?P<sign>\+?),?\.(?P<places>\d)(?P<kind>[fg])(?P<after>.*)")


def written_as(form: str) -> Callable[[object], str]:
    """Give what writes numbers in a form, in the marks in force.

    Parameters
    ----------
    form : str
        `localized` (a count), or as in C: `%.2f` (two decimals), `%+.2f` (always with its sign), `%.3g` (three
        figures), with what comes after (`%%`, ` d`). Thousands are always set apart.

    Returns
    -------
    callable
        From a number to its text, with a real minus; a dash for none.

    Examples
    --------
    >>> written_as("%.1f%%")(1234.56), written_as("%+.2f")(-0.5), written_as("localized")(8000)
    ('1,234.6%', '−0.50', '8,000')
    """
    found = _FORM.fullmatch(form)
    if form != WHOLE and found is None:
        raise ValueError(f'A number has no form "{form}".')
    sign, places, kind, after = ("", "0", "f", "") if found is None else found.group("sign", "places", "kind", "after")
    percent, unit = ("%", after.removeprefix("%%")) if after.startswith("%%") else ("", after)
    unit = unit.replace(" ", "\u00a0")

    def text(cell: object) -> str:
        value = math.nan if is_missing(cell) else float(str(cell))
        if not math.isfinite(value):
            return MISSING
        decimals = int(places) if kind == "f" else _decimals(value, int(places))
        number = f"{value:{sign},.{decimals}f}"
        if not any(digit in "123456789" for digit in number):
            number = number.lstrip("+-")
        return localized(number + percent).replace("-", "−") + unit

    return text


def decimals_of(form: str) -> int | None:
    """Say how many decimals a form always shows; None where it shows so many figures.

    Examples
    --------
    >>> decimals_of("%.1f%%"), decimals_of("localized"), decimals_of("%.3g")
    (1, 0, None)
    """
    found = _FORM.fullmatch(form)
    if found is None:
        return 0 if form == WHOLE else None
    return int(found["places"]) if found["kind"] == "f" else None


def _decimals(value: float, figures: int) -> int:
    """How many decimals show so many figures of a number."""
    return 0 if value == 0 else max(0, figures - 1 - math.floor(math.log10(abs(value))))
