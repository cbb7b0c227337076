"""What a note is about, in words; and what the page that is open is about."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.insights.pattern_words import pattern_words
from analytics.knowledge.cohort_cell import ALL, CohortCell, cohort_cell
from analytics.knowledge.notes import SubjectKind
from analytics.store.snapshots import Snapshot
from pages.shared import filters, profile, session
from pages.shared.frame import Frame
from pages.shared.readers import cohorts, population
from pages.shared.readers.catalog import catalog
from pages.shared.readers.happened import symbol_words
from pages.shared.readers.pattern_matches import all_patterns, key_of
from pages.shared.readers.pattern_sayings import named, said_of
from pages.shared.readers.segments import segment_at
from pages.shared.selection import Selection


@dataclass(frozen=True)
class Subject:
    """What a note can be about.

    Attributes
    ----------
    kind : SubjectKind
        What it is.
    id : str
        A segment's key, a cohort's id, a region, a feature, a calendar day's name, a customer's id.
    words : str
        Its name (text from data: use `plain` in markdown).
    """

    kind: SubjectKind
    id: str
    words: str


def subjects_of(page: Frame) -> tuple[Subject, ...]:
    """What the page's selection is about: its segment, cohort and region."""
    chosen, found = page.selection, []
    for kind, name in (
        (SubjectKind.SEGMENT, chosen.segment),
        (SubjectKind.COHORT, chosen.cohort),
        (SubjectKind.REGION, chosen.region),
    ):
        if name is not None:
            found.append(Subject(kind, name, words(page.snapshot, kind, name)))
    return tuple(found)


def words(snapshot: Snapshot, kind: SubjectKind, called: str) -> str:
    """Name a subject; its id where it has no name here."""
    if kind is SubjectKind.SEGMENT:
        segment = segment_at(snapshot, called)
        return f"segment “{segment.label if segment is not None else called}”"
    if kind is SubjectKind.COHORT:
        saved = cohorts.cohort(called)
        return f"cohort “{saved.name if saved is not None else called}”"
    if kind is SubjectKind.REGION:
        return f"region {filters.region_words(snapshot).get(called, called)}"
    if kind is SubjectKind.FEATURE:
        feature = catalog(snapshot).get(called)
        return f"feature “{feature.description.split('.')[0] if feature is not None else called}”"
    if kind is SubjectKind.PATTERN:
        return f"sequence “{pattern_called(snapshot, called)}”"
    if kind is SubjectKind.CUSTOMER and not profile.sees_ids():
        return "a customer"
    if kind is SubjectKind.CUSTOMER:
        return f"customer {customer_behind(snapshot, called) or 'who is not here any more'}"
    if kind is SubjectKind.COHORT_CELL:
        return _cell_words(snapshot, called)
    return f"{kind.value} {called}"


def _cell_words(snapshot: Snapshot, called: str) -> str:
    cell = cohort_cell(called)
    return cell_words(cell, "" if cell.group == ALL else words(snapshot, SubjectKind.SEGMENT, cell.group))


def cell_words(cell: CohortCell, whose: str) -> str:
    """Name a cell of the cohorts, of all (`whose` empty) or of some."""
    return f"joined in {cell.cohort}, {cell.months} months later" + (f", {whose}" if whose else "")


def pattern_called(snapshot: Snapshot, pattern_id: str) -> str:
    """What a pattern is called, with the outcome that it goes before; its id where nothing is known of it any more."""
    table = all_patterns(snapshot)
    match = table.loc[table["pattern_id"] == pattern_id]
    said = said_of(pattern_id)
    if match.empty and said is None:
        return pattern_id
    pattern, outcome = (
        (said.about.pattern, said.about.outcome)
        if said is not None
        else (str(match["pattern"].iloc[0]), str(match["outcome"].iloc[0]))
    )
    words = named(pattern_id, pattern_words(pattern, symbol_words(snapshot)))
    return f"{words}, before {outcome.replace('_', ' ')}" if outcome else words


def customer_behind(snapshot: Snapshot, pseudonym: str) -> str | None:
    """The id of the active customer with this pseudonym; None where nobody has it."""
    found = population.customer_ids(snapshot)[population.pseudonyms_of(snapshot) == pseudonym]
    return str(found.iloc[0]) if len(found) else None


def page_of(kind: SubjectKind, called: str) -> tuple[str, Selection] | None:
    """The screen that shows a subject, and the selection to open it with; None where no screen does."""
    everyone = session.selection().everyone()
    targets = {
        SubjectKind.SEGMENT: ("pages/explore/segment.py", Selection(segment=called, outcome=everyone.outcome)),
        SubjectKind.COHORT: ("pages/explore/segment_map.py", Selection(cohort=called, outcome=everyone.outcome)),
        SubjectKind.REGION: ("pages/explore/segment_map.py", Selection(region=called, outcome=everyone.outcome)),
        SubjectKind.PATTERN: (
            "pages/explore/segment_map.py",
            Selection(found=key_of(called), outcome=everyone.outcome),
        ),
        SubjectKind.FEATURE: ("pages/explore/drivers.py", everyone),
        SubjectKind.COHORT_CELL: ("pages/decide/cohorts.py", _whose_cells(called, everyone)),
    }
    return targets.get(kind)


def _whose_cells(called: str, everyone: Selection) -> Selection:
    group = called.rpartition("|")[2]
    return everyone if group == ALL else Selection(segment=group, outcome=everyone.outcome)
