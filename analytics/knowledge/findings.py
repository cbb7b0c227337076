"""Findings: a claim about some customers, with what was measured when it was put up, how it is tested, what came of it.

What is measured is never typed in: the server reads it out of the snapshot that it serves, and keeps it as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from analytics.knowledge.event import Event
from analytics.knowledge.evidence import Evidence, evidence_of
from analytics.knowledge.notes import Said, said_in


class WhomKind(StrEnum):
    """Whom a finding is about."""

    EVERYONE = "everyone"
    SEGMENT = "segment"
    REGION = "region"
    PRODUCT = "product"
    TAG = "tag"
    COHORT = "cohort"
    RULE = "rule"
    CUSTOMERS = "customers"


class FindingState(StrEnum):
    """How far a finding is."""

    OPEN = "open"
    ACTED_ON = "being_acted_on"
    CLOSED = "closed"


class KindOfTest(StrEnum):
    """How one would know whether a finding is true."""

    NONE = "none"
    NOTE = "note"
    TARGET = "target"
    RETENTION_LIST = "retention_list"
    FORECAST = "forecast"


class Came(StrEnum):
    """What came of a finding."""

    HELD = "held"
    DID_NOT_HOLD = "did_not_hold"
    CANT_BE_TOLD = "cant_be_told"


class Direction(StrEnum):
    """On which side of its value a KPI is foreseen."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class FindingTest:
    """How a finding is tested.

    Attributes
    ----------
    kind : KindOfTest
        By what.
    called : str
        The id of the note, target or retention list; empty for the others.
    kpi : str
        For a forecast: the KPI, of whom the finding is about.
    direction : Direction
        For a forecast: at least or at most.
    value : float
        For a forecast: in the KPI's unit.
    by : date or None
        For a forecast: the day by which it shows.
    """

    kind: KindOfTest = KindOfTest.NONE
    called: str = ""
    kpi: str = ""
    direction: Direction = Direction.AT_LEAST
    value: float = 0.0
    by: date | None = None


@dataclass(frozen=True)
class Finding:
    """A finding, as it stands.

    Attributes
    ----------
    finding_id : str
        ``f`` and the number of its entry.
    claim, author, put_up_at : str
        What is claimed, by whom, since when (UTC, ISO 8601).
    owner : str
        Who answers for it.
    whom_kind : WhomKind
        Whom it is about.
    whom : str
        A segment's key, a region, a product, a tag, a cohort's id, a rule; else empty.
    customers : tuple of str
        For a list of customers: pseudonyms.
    selection : str
        Whom it is about, in the words of the screen; may be empty.
    kpi : str or None
        The KPI that the claim is about.
    link : str
        The screen on which it was found, with its parameters.
    evidence : Evidence
        As it was measured then.
    test : FindingTest
    state : FindingState
    came : Came or None
        What a person says came of it; None where nobody has said so.
    said : Said or None
        Who said it, when and why.
    changes : tuple of Said
        What was changed since, oldest first.
    """

    finding_id: str
    claim: str
    author: str
    put_up_at: str
    owner: str
    whom_kind: WhomKind
    whom: str
    customers: tuple[str, ...]
    selection: str
    kpi: str | None
    link: str
    evidence: Evidence
    test: FindingTest = FindingTest()
    state: FindingState = FindingState.OPEN
    came: Came | None = None
    said: Said | None = None
    changes: tuple[Said, ...] = ()

    @property
    def only_customer(self) -> str | None:
        """The pseudonym of the one customer whom it is about; None where it is about more."""
        return self.customers[0] if len(self.customers) == 1 else None


def finding_of(event: Event) -> Finding:
    """Read a finding from its entry."""
    return Finding(
        finding_id=f"f{event.sequence}",
        claim=event.text("claim"),
        author=event.author,
        put_up_at=event.entry.done_at,
        owner=event.text("owner"),
        whom_kind=WhomKind(event.text("whom_kind")),
        whom=event.text_or_none("whom") or "",
        customers=event.texts("customers"),
        selection=event.text_or_none("selection") or "",
        kpi=event.text_or_none("kpi"),
        link=event.text("link"),
        evidence=evidence_of(event.details["measured"]),
        test=_test_of(event),
    )


def changed(finding: Finding, event: Event) -> Finding:
    """Lay a change over a finding: its owner, state, test, or what came of it."""
    entry = said_in(event, "h")
    found = replace(finding, changes=(*finding.changes, entry), owner=event.text_or_none("owner") or finding.owner)
    if "state" in event.details:
        found = replace(found, state=FindingState(event.text("state")))
    if "test" in event.details:
        found = replace(found, test=_test_of(event), came=None, said=None)
    if "came" in event.details:
        found = replace(found, came=Came(event.text("came")), said=entry)
    return found


def _test_of(event: Event) -> FindingTest:
    kind = KindOfTest(event.text("test"))
    if kind is KindOfTest.FORECAST:
        direction, value = Direction(event.text("direction")), event.number("value") or 0.0
        return FindingTest(kind, "", event.text("test_kpi"), direction, value, event.day("by"))
    return FindingTest(kind, event.text_or_none(kind.value) or "")
