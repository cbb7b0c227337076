"""What people said of patterns (names, dismissals, rules), by what a pattern is and not by its row in a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analytics.knowledge.contributions import Named
from analytics.knowledge.event import Event

NAME, DISMISS, READMIT, RULE = "name_pattern", "dismiss_pattern", "readmit_pattern", "alarm_rule"


@dataclass(frozen=True)
class KnownPattern:
    """A pattern: what happens in which order, and the outcome that follows.

    Attributes
    ----------
    pattern_id : str
        Made of the other two, so that every build gives the same pattern the same id.
    outcome : str
        The outcome's name; empty for what customers do whatever follows.
    pattern : str
        The events in their order, as in the published table.
    """

    pattern_id: str
    outcome: str
    pattern: str

    @property
    def words(self) -> str:
        """Say which it is, by the events' own names."""
        return f"{self.pattern}, before {self.outcome}" if self.outcome else self.pattern


@dataclass(frozen=True)
class Dismissed:
    """That a person put a pattern aside.

    Attributes
    ----------
    why : str
        The reason that they gave.
    author, dismissed_at : str
        Who, and when (UTC, ISO 8601).
    sequence : int
        The number of the entry.
    """

    why: str
    author: str
    dismissed_at: str
    sequence: int


@dataclass(frozen=True)
class AlarmRule:
    """That a customer who completes a pattern raises an alarm.

    Attributes
    ----------
    rule_id : str
        ``p`` and the number of its entry.
    author, made_at : str
        Who wanted it, and when (UTC, ISO 8601).
    """

    rule_id: str
    author: str
    made_at: str


@dataclass(frozen=True)
class SaidOfPattern:
    """What stands of what people said of one pattern.

    Attributes
    ----------
    about : KnownPattern
        Which; whether or not the newest build has it.
    name : Named or None
        What it is called, by whom.
    dismissed : Dismissed or None
        That it was put aside, and why.
    rule : AlarmRule or None
        That it raises alarms; none while it is dismissed.
    """

    about: KnownPattern
    name: Named | None = None
    dismissed: Dismissed | None = None
    rule: AlarmRule | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands any more."""
        return self.name is None and self.dismissed is None and self.rule is None


def patterns_after(said: Mapping[str, SaidOfPattern], event: Event) -> dict[str, SaidOfPattern]:
    """Lay one act over what was said of patterns.

    Parameters
    ----------
    said : mapping of str to SaidOfPattern
        As it was, by the patterns' ids.
    event : Event
        An act on a pattern.

    Returns
    -------
    dict of str to SaidOfPattern
        As it is now; patterns of which nothing is said any more are left out.
    """
    about = KnownPattern(event.text("pattern"), event.text("outcome"), event.text("events"))
    return _with(said, _changed(said.get(about.pattern_id, SaidOfPattern(about)), event))


def without_rule(said: Mapping[str, SaidOfPattern], rule_id: str | None) -> Mapping[str, SaidOfPattern]:
    """Take a rule out of what was said of patterns.

    Parameters
    ----------
    said : mapping of str to SaidOfPattern
        As it was, by the patterns' ids.
    rule_id : str or None
        The rule's id.

    Returns
    -------
    mapping of str to SaidOfPattern
        The same where there is no such rule.
    """
    for each in said.values():
        if each.rule is not None and each.rule.rule_id == rule_id:
            return _with(said, replace(each, rule=None))
    return said


def _with(said: Mapping[str, SaidOfPattern], now: SaidOfPattern) -> dict[str, SaidOfPattern]:
    others = {key: each for key, each in said.items() if key != now.about.pattern_id}
    return others if now.is_empty else {**others, now.about.pattern_id: now}


def _changed(said: SaidOfPattern, event: Event) -> SaidOfPattern:
    author, done_at, number = event.author, event.entry.done_at, event.sequence
    if event.act == NAME:
        return replace(said, name=Named(event.text("name"), author, done_at, number))
    if event.act == DISMISS:
        return replace(said, dismissed=Dismissed(event.text("why"), author, done_at, number))
    if event.act == RULE:
        return replace(said, rule=AlarmRule(f"p{number}", author, done_at))
    return replace(said, dismissed=None)
