"""What came of a retention list: who is still here of those it reached, and of those who were held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from analytics.insights.intervals import newcombe, pooled_difference, wilson
from analytics.insights.retention_list import CONTACT, HELD_BACK
from analytics.knowledge.retention_lists import RetentionList

FEWEST_A_SIDE = 20
"""With fewer contacted, or held back, the difference says nothing."""


class ListVerdict(StrEnum):
    """What is known of what a list did."""

    NOT_RIPE = "not_ripe"
    NO_HOLD_OUT = "no_hold_out"
    FEW = "few"
    KEPT = "kept"
    DROVE_AWAY = "drove_away"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Side:
    """One part of a list.

    Attributes
    ----------
    n : int
        Customers of it who are still on record.
    n_stayed : int
        Of them, those who had not closed by the end of the day on which the list is ripe.
    n_reached : int
        Of them, those to whom an offer was made since the list was made, by what the bank says in ``contacts``.
    n_accepted : int
        Of those, who accepted one.
    reward : float
        What that brought, as the bank counts it.
    """

    n: int
    n_stayed: int
    n_reached: int
    n_accepted: int
    reward: float

    @property
    def share(self) -> float:
        """The share still here, 0 to 1; not a number where there is nobody."""
        return self.n_stayed / self.n if self.n else float("nan")

    def interval(self) -> tuple[float, float]:
        """Wilson's 90% interval of the share."""
        lower, upper = wilson(np.array([self.n_stayed], float), np.array([self.n], float))
        return float(lower[0]), float(upper[0])


@dataclass(frozen=True)
class ListResult:
    """What came of a list.

    Attributes
    ----------
    ripe_on : date
        The day at whose end it can be told.
    contacted, held_back : Side
        Those who were to be contacted, whether or not they were reached (else those who are easy to reach would be
        compared with everybody), and those who were held back.
    uplift, lower, upper : float
        By how much more of the first are still here, with Newcombe's 90% interval; not a number unless it is ripe.
    verdict : ListVerdict
        What that says.
    """

    ripe_on: date
    contacted: Side
    held_back: Side
    uplift: float
    lower: float
    upper: float
    verdict: ListVerdict


def list_result(made: RetentionList, rows: pd.DataFrame, *, as_of: date) -> ListResult:
    """Say what came of a list.

    Parameters
    ----------
    made : RetentionList
        The list.
    rows : DataFrame
        A row a customer of it who is still on record: ``group`` (`CONTACT` or `HELD_BACK`), ``closed_on`` (missing: not
        closed), ``is_reached``, ``is_accepted``, ``reward``.
    as_of : date
        Up to the end of which day the records go.

    Returns
    -------
    ListResult
        By what was meant for each customer at the draw, not by what was done.
    """
    contacted, held_back = (_side(rows[rows["group"] == group], made.ripe_on) for group in (CONTACT, HELD_BACK))
    is_ripe = made.ripe_on <= as_of
    nothing = (float("nan"),) * 3
    sizes = (contacted.n_stayed, contacted.n), (held_back.n_stayed, held_back.n)
    uplift, lower, upper = newcombe(*sizes) if is_ripe and min(contacted.n, held_back.n) else nothing
    verdict = _verdict(contacted.n, held_back.n, lower, upper) if is_ripe else ListVerdict.NOT_RIPE
    return ListResult(made.ripe_on, contacted, held_back, uplift, lower, upper, verdict)


def pooled(results: Sequence[ListResult]) -> tuple[float, float, float]:
    """Give the uplift of several lists together, with its 90% interval.

    Each counts by n·m / (n + m), its two sides' sizes (Mantel and Haenszel); the intervals are put together as
    Newcombe's are (Zou and Donner, 2008), so that one list alone has its own. Not a number where none has both sides.
    """
    both = [each for each in results if min(each.contacted.n, each.held_back.n) > 0]
    if not both:
        return (float("nan"),) * 3
    sizes = np.array([[each.contacted.n, each.held_back.n] for each in both], float)
    return pooled_difference(sizes, np.array([[each.uplift, each.lower, each.upper] for each in both], float))


def _side(rows: pd.DataFrame, ripe_on: date) -> Side:
    closed_on = pd.to_datetime(rows["closed_on"])
    stayed = closed_on.isna() | (closed_on > pd.Timestamp(ripe_on))
    reached = rows["is_reached"].to_numpy(bool)
    accepted = reached & rows["is_accepted"].to_numpy(bool)
    return Side(
        n=len(rows),
        n_stayed=int(stayed.sum()),
        n_reached=int(reached.sum()),
        n_accepted=int(accepted.sum()),
        reward=float(rows["reward"].to_numpy(float)[accepted].sum()),
    )


def _verdict(n_contacted: int, n_held_back: int, lower: float, upper: float) -> ListVerdict:
    if not n_held_back:
        return ListVerdict.NO_HOLD_OUT
    if min(n_contacted, n_held_back) < FEWEST_A_SIDE:
        return ListVerdict.FEW
    if lower > 0:
        return ListVerdict.KEPT
    return ListVerdict.DROVE_AWAY if upper < 0 else ListVerdict.UNSURE
