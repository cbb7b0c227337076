"""What people have done and said, as it stands: the ledger's acts, folded, without those that were undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from analytics.knowledge.contributions import Cohort, Decision, Named, Question, Tag, Target, View
from analytics.knowledge.event import Event
from analytics.knowledge.findings import Finding, changed, finding_of
from analytics.knowledge.notes import Note, note_of, noted, said_in
from analytics.knowledge.pattern_state import SaidOfPattern, patterns_after, without_rule
from analytics.knowledge.people import STARTING_PEOPLE, Person
from analytics.knowledge.retention_lists import RetentionList, list_of
from analytics.knowledge.roles import PATTERN_ACTS, SEGMENT_ACTS, Act, Role
from analytics.knowledge.segment_edits import SegmentEdit
from analytics.knowledge.segment_state import SegmentState, segments_after
from analytics.knowledge.undoing import undone
from analytics.vocabulary import SegmentKey

MATCH = "match:"
"""How the task begins that asks which segment another has become; the old segment's key follows."""
NO_MATCH = "none"


@dataclass(frozen=True)
class Knowledge:
    """What people have done and said.

    Attributes
    ----------
    sequence : int
        The number of the last entry that is in it; what an author had on screen.
    people : mapping of str to Person
        Everyone, by name.
    segments : SegmentState
        Names, tags and edits in force; also as `names`, `tags`, `edits`.
    notes, cohorts, views, questions, targets : mapping
        By id.
    decisions : tuple of Decision
        Oldest first.
    carried : mapping of SegmentKey to (SegmentKey or None)
        Experts' answers to weak matches: which segment the old one has become; None: it is gone.
    lists : mapping of str to RetentionList
        By id.
    findings : mapping of str to Finding
        By id.
    patterns : mapping of str to SaidOfPattern
        What is said of patterns, by their ids, whether or not the newest build has them.
    """

    sequence: int = 0
    people: Mapping[str, Person] = field(default_factory=lambda: STARTING_PEOPLE)
    segments: SegmentState = field(default_factory=SegmentState)
    notes: Mapping[str, Note] = field(default_factory=dict)
    cohorts: Mapping[str, Cohort] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    carried: Mapping[SegmentKey, SegmentKey | None] = field(default_factory=dict)
    patterns: Mapping[str, SaidOfPattern] = field(default_factory=dict)
    lists: Mapping[str, RetentionList] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[SegmentKey, Named]:
        """The experts' names, by segment."""
        return self.segments.names

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags in force."""
        return self.segments.tags

    @property
    def edits(self) -> tuple[SegmentEdit, ...]:
        """The edits of the tree in force, in the order of their numbers."""
        return self.segments.edits


def folded(events: Sequence[Event]) -> Knowledge:
    """Fold a whole ledger.

    Parameters
    ----------
    events : sequence of Event
        All acts up to some number, oldest first.

    Returns
    -------
    Knowledge
        As if the acts that were undone had never been done.
    """
    gone = undone(events)
    knowledge = Knowledge()
    for event in events:
        if event.sequence not in gone:
            knowledge = after(knowledge, event, events)
    return replace(knowledge, sequence=events[-1].sequence if events else 0)


def after(knowledge: Knowledge, event: Event, events: Sequence[Event]) -> Knowledge:
    """Lay one act over what is known.

    Parameters
    ----------
    knowledge : Knowledge
        As it was.
    event : Event
        The next act; an undo changes nothing here, since it takes a fold from the start.
    events : sequence of Event
        All acts, for a return to an earlier state.

    Returns
    -------
    Knowledge
        As it is now. An act whose details were destroyed with their customer's key leaves no trace.
    """
    now = replace(knowledge, sequence=event.sequence)
    if event.payload is None or event.act not in set(Act):
        return now
    if event.act == Act.RESTORE_STATE:
        past = folded([each for each in events if each.sequence <= event.whole("at")])
        return replace(now, segments=past.segments)
    if event.act in SEGMENT_ACTS:
        return replace(now, segments=segments_after(now.segments, event))
    if event.act in PATTERN_ACTS:
        return replace(now, patterns=patterns_after(now.patterns, event))
    return _contributed(now, event)


def _contributed(now: Knowledge, event: Event) -> Knowledge:
    called = event.sequence
    if event.act == Act.PROFILE:
        person = Person(event.text("name"), Role(event.text("role")), event.text_or_none("team"))
        return replace(now, people={**now.people, person.name: person})
    if event.act == Act.NOTE:
        author = now.people.get(event.author)
        return replace(now, notes={**now.notes, f"n{called}": note_of(event, author.team if author else None)})
    if event.act == Act.COHORT:
        return replace(now, cohorts={**now.cohorts, f"c{called}": _cohort(event)})
    if event.act == Act.RETENTION_LIST:
        return replace(now, lists={**now.lists, f"l{called}": list_of(event)})
    if event.act == Act.VIEW:
        view = _view(event)
        return replace(now, views={**now.views, view.view_id: view})
    if event.act == Act.ASK:
        return replace(now, questions={**now.questions, f"q{called}": _question(event)})
    if event.act == Act.TARGET:
        return _aimed(now, event)
    if event.act in (Act.FINDING, Act.CHANGE_FINDING):
        return _found(now, event)
    if event.act == Act.DECIDE:
        return _decided(now, event)
    return _about_what_is_there(now, event)


def _about_what_is_there(now: Knowledge, event: Event) -> Knowledge:
    if event.act == Act.WITHDRAW and "note" not in event.details:
        return _withdrawn(now, event)
    if "question" in event.details:
        question = now.questions[event.text("question")]
        answered = replace(question, answers=(*question.answers, said_in(event, "r")))
        return replace(now, questions={**now.questions, question.question_id: answered})
    note = now.notes.get(event.text_or_none("note") or "")
    if note is None:
        return now
    return replace(now, notes={**now.notes, note.note_id: noted(note, event)})


def _withdrawn(now: Knowledge, event: Event) -> Knowledge:
    gone = {event.text_or_none(name) for name in ("cohort", "view", "question", "retention_list", "target", "finding")}
    return replace(
        now,
        cohorts={key: each for key, each in now.cohorts.items() if key not in gone},
        views={key: each for key, each in now.views.items() if key not in gone},
        questions={key: each for key, each in now.questions.items() if key not in gone},
        lists={key: each for key, each in now.lists.items() if key not in gone},
        targets={key: each for key, each in now.targets.items() if key not in gone},
        findings={key: each for key, each in now.findings.items() if key not in gone},
        patterns=without_rule(now.patterns, event.text_or_none("alarm_rule")),
    )


def _found(now: Knowledge, event: Event) -> Knowledge:
    if event.act == Act.FINDING:
        made = finding_of(event)
        return replace(now, findings={**now.findings, made.finding_id: made})
    there = now.findings.get(event.text("finding"))
    # One about a customer who was erased is gone, and with it whatever was changed in it.
    return now if there is None else replace(now, findings={**now.findings, there.finding_id: changed(there, event)})


def _aimed(now: Knowledge, event: Event) -> Knowledge:
    target = Target(
        target_id=f"t{event.sequence}",
        kpi=event.text("kpi"),
        value=float(str(event.details["value"])),
        by=event.text("by"),
        segment=event.text_or_none("segment"),
        author=event.author,
        set_at=event.entry.done_at,
    )
    others = {
        key: each for key, each in now.targets.items() if (each.kpi, each.segment) != (target.kpi, target.segment)
    }
    return replace(now, targets={**others, target.target_id: target})


def _decided(now: Knowledge, event: Event) -> Knowledge:
    task, decision = event.text("task"), event.text("decision")
    made = Decision(
        task,
        event.text_or_none("subject_kind") or "",
        event.text_or_none("subject_id") or "",
        event.text_or_none("route") or "",
        decision,
        event.author,
        event.entry.done_at,
    )
    carried = dict(now.carried)
    if task.startswith(MATCH):
        carried[SegmentKey(task.removeprefix(MATCH))] = None if decision == NO_MATCH else SegmentKey(decision)
    return replace(now, decisions=(*now.decisions, made), carried=carried)


def _cohort(event: Event) -> Cohort:
    customers = event.texts("customers")
    return Cohort(
        f"c{event.sequence}",
        event.label("name"),
        event.author,
        event.entry.done_at,
        event.text_or_none("rule"),
        frozenset(customers) if customers else None,
    )


def _view(event: Event) -> View:
    called = event.text_or_none("view") or f"v{event.sequence}"
    is_shared = event.details.get("shared") is True
    return View(called, event.label("name"), event.author, event.entry.done_at, event.text("link"), is_shared)


def _question(event: Event) -> Question:
    return Question(
        f"q{event.sequence}",
        event.author,
        event.text("to"),
        event.entry.done_at,
        event.text("body"),
        event.text_or_none("subject_kind"),
        event.text_or_none("subject_id"),
    )
