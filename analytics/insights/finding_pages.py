"""A finding in words: claim, what was measured then and what holds now, its test, who answers, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analytics.insights.finding_results import Result
from analytics.insights.finding_tables import bars, columns, definition, rows, title
from analytics.insights.kpi_definitions import KPI_DEFINITIONS
from analytics.insights.kpi_words import kpi_value
from analytics.insights.small_groups import FEWEST
from analytics.insights.wording import day
from analytics.knowledge.evidence import Evidence
from analytics.knowledge.findings import Came, Direction, Finding, FindingState, KindOfTest
from analytics.knowledge.notes import Said

STATE_WORDS = {
    FindingState.OPEN: "Open",
    FindingState.ACTED_ON: "Being acted on",
    FindingState.CLOSED: "Closed",
}
CAME_WORDS = {
    Came.HELD: "Held",
    Came.DID_NOT_HOLD: "Did not hold",
    Came.CANT_BE_TOLD: "Can't be told",
    None: "Not known yet",
}
TOO_FEW = (
    f"About fewer than {FEWEST} customers, or so near to all, to other findings, or to another group (a segment, a"
    " tag, a product and the like) that they would tell of fewer: no figures are shown here."
)
_SIDES = {Direction.AT_LEAST: "at least", Direction.AT_MOST: "at most"}


@dataclass(frozen=True)
class BoardRow:
    """A finding as it stands in a snapshot.

    Attributes
    ----------
    finding : Finding
        With what was measured when it was put up.
    whom : str
        Whom it is about, in words; people's own text may stand in it.
    now : Evidence or None
        What the snapshot says of the same customers; None where they can't be found any more.
    why_not : str
        Why they can't be found; else empty.
    result : Result
        What came of it.
    members : ndarray of bool or None
        Which of the active customers, in order of their ids, it is about; None where that is not known any more.
    """

    finding: Finding
    whom: str
    now: Evidence | None
    why_not: str
    result: Result
    members: NDArray[np.bool_] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class FindingPage:
    """A finding, ready to be written.

    Attributes
    ----------
    finding_id, claim, whom, put_up, owner, state, test, came, by_what : str
        In words.
    heads : tuple of str
        Of the table of figures.
    rows : tuple of tuple of str
        One a figure; none where there are too few customers to tell of.
    bars : tuple of (str, float)
        What can be drawn of the first figure: then, now, and all customers; shares 0-1.
    bars_title : str
        Which figure that is.
    remark : str
        What has to be said of the figures; may be empty.
    history : tuple of str
        What was changed, oldest first.
    definitions : tuple of str
        How the figures are worked out.
    """

    finding_id: str
    claim: str
    whom: str
    put_up: str
    owner: str
    state: str
    test: str
    came: str
    by_what: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[tuple[str, float], ...]
    bars_title: str
    remark: str
    history: tuple[str, ...]
    definitions: tuple[str, ...]


def finding_page(row: BoardRow, *, shown: Callable[[str], str], is_told: bool) -> FindingPage:
    """Put a finding into words.

    Parameters
    ----------
    row : BoardRow
        The finding as it stands.
    shown : callable
        Puts customers' ids, or "a customer", back into what people wrote.
    is_told : bool
        Whether the reader may see its figures: of fewer than ten customers too, or as `told_together` says.

    Returns
    -------
    FindingPage
    """
    found, now = row.finding, row.now
    figures = found.evidence.figures
    return FindingPage(
        finding_id=found.finding_id,
        claim=shown(found.claim),
        whom=shown(row.whom),
        put_up=f"Put up by {found.author} on {day(found.put_up_at[:10])}, by data as of {day(found.evidence.as_of)}",
        owner=found.owner,
        state=STATE_WORDS[found.state],
        test=how_tested(found),
        came=CAME_WORDS[row.result.came],
        by_what=shown(row.result.words) if is_told else _without_figures(found, row.result, shown),
        heads=("Figure", *columns(found.evidence, now)),
        rows=rows(found.evidence, now) if is_told else (),
        bars=bars(found.evidence, now) if is_told else (),
        bars_title=title(figures[0], found.evidence.outcome) if figures else "",
        remark=shown(row.why_not) if is_told else TOO_FEW,
        history=tuple(_change(each, shown) for each in found.changes),
        definitions=tuple(map(definition, figures)),
    )


def is_large_enough(evidence: Evidence) -> bool:
    """Say whether figures may be told to those who see groups of at least ten: of these, and of the others."""
    rest = evidence.n_all - evidence.n_customers
    return evidence.n_customers >= FEWEST and (rest == 0 or rest >= FEWEST)


def how_tested(finding: Finding) -> str:
    """Say how one would know whether a finding is true."""
    test = finding.test
    if test.kind is KindOfTest.FORECAST and test.by is not None:
        unit = KPI_DEFINITIONS[test.kpi].unit
        value = kpi_value(test.value, unit)
        return f"{KPI_DEFINITIONS[test.kpi].title} of them will be {_SIDES[test.direction]} {value} by {day(test.by)}"
    return {
        KindOfTest.NOTE: f"The test of the note {test.called}",
        KindOfTest.TARGET: f"Whether the target {test.called} is met",
        KindOfTest.RETENTION_LIST: f"The customers whom the retention list {test.called} held back",
    }.get(test.kind, "No test yet")


def _without_figures(finding: Finding, result: Result, shown: Callable[[str], str]) -> str:
    """What came of it in a person's words; what a machine worked out of so few is a figure of theirs."""
    return shown(result.words) if finding.test.kind is KindOfTest.NONE else TOO_FEW


def _change(said: Said, shown: Callable[[str], str]) -> str:
    told = said.details
    parts = [
        f"{told['owner']} answers for it" if "owner" in told else "",
        STATE_WORDS[FindingState(str(told["state"]))].lower() if "state" in told else "",
        f"tested by: {str(told['test']).replace('_', ' ')}" if "test" in told else "",
        f"what came of it: {CAME_WORDS[Came(str(told['came']))].lower()}" if "came" in told else "",
    ]
    why = f" ({shown(str(told['why']))})" if told.get("why") else ""
    return f"{day(said.said_at[:10])}, {said.author}: {', '.join(part for part in parts if part)}{why}"
