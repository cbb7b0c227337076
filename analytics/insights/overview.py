"""How many customers, how many came and went, and how many do something: the numbers on top of the Overview."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.insights.columns import floats, texts


@dataclass(frozen=True)
class Flow:
    """A number now, the same number earlier, and how it came to be.

    Attributes
    ----------
    now : float
        The number.
    before : float or None
        The same over the time before; None where the records do not reach back.
    line : tuple of float
        Month by month, oldest first.
    month : str
        The last month that counts, ISO 8601 (its first day).
    """

    now: float
    before: float | None
    line: tuple[float, ...]
    month: str


MONTHS = 12


def over_a_year(months: pd.DataFrame, column: str) -> Flow | None:
    """Return a flow's sum over the last 12 whole months beside the 12 before.

    Parameters
    ----------
    months : DataFrame
        A row a whole month, oldest first: ``month``, ``n_on_books`` and the column.
    column : str
        ``n_joined`` or ``n_closed``.

    Returns
    -------
    Flow or None
        None where there is no whole month. ``before`` is None unless the bank had customers throughout those months.
    """
    if months.empty:
        return None
    values = floats(months, column)
    had_customers = floats(months, "n_on_books")
    earlier = values[-2 * MONTHS : -MONTHS]
    known = len(earlier) == MONTHS and had_customers[-2 * MONTHS] > 0
    return Flow(
        now=sum(values[-MONTHS:]),
        before=sum(earlier) if known else None,
        line=tuple(values[-MONTHS:]),
        month=texts(months, "month")[-1],
    )


def at_month_end(months: pd.DataFrame, column: str) -> Flow | None:
    """Return a level at the end of the last whole month beside 12 months earlier.

    Parameters
    ----------
    months : DataFrame
        A row a whole month, oldest first: ``month`` and the column.
    column : str
        Such as ``n_on_books`` or ``n_active``.
    """
    if months.empty:
        return None
    values = floats(months, column)
    before = values[-MONTHS - 1] if len(values) > MONTHS and values[-MONTHS - 1] > 0 else None
    return Flow(now=values[-1], before=before, line=tuple(values[-MONTHS - 1 :]), month=texts(months, "month")[-1])


def change(flow: Flow) -> float | None:
    """Return a flow's relative change (0.1 is a tenth more); None where there is nothing to compare with.

    Examples
    --------
    >>> change(Flow(now=110.0, before=100.0, line=(), month="2026-06-01"))
    0.10000000000000009
    """
    return None if not flow.before else flow.now / flow.before - 1
