"""What people said of patterns: names, dismissals; by what a pattern is, not by its row in a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analytics.knowledge.contributions import Named
from analytics.knowledge.event import Event

NAME, DISMISS, READMIT = "name_pattern", "dismiss_pattern", "readmit_pattern"


@dataclass(frozen=True)
class KnownPattern:
    """A pattern: what happens in which order, and the outcome that follows.

    Attributes
    ----------
    pattern_id : str
        Made of the other two, so that every build gives the same pattern the same id.
    outcome : str
        The outcome's name.
    pattern : str
        The events in their order, as in the published table.
    """

    pattern_id: str
    outcome: str
    pattern: str

    @property
    def words(self) -> str:
        """Say which it is, by the events' own names."""
        return f"{self.pattern}, before {self.outcome}"


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
    """

    about: KnownPattern
    name: Named | None = None
    dismissed: Dismissed | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands any more."""
        return self.name is None and self.dismissed is None


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
    now = _changed(said.get(about.pattern_id, SaidOfPattern(about)), event)
    others = {key: each for key, each in said.items() if key != about.pattern_id}
    return others if now.is_empty else {**others, about.pattern_id: now}


def _changed(said: SaidOfPattern, event: Event) -> SaidOfPattern:
    author, done_at, number = event.author, event.entry.done_at, event.sequence
    if event.act == NAME:
        return replace(said, name=Named(event.text("name"), author, done_at, number))
    if event.act == DISMISS:
        return replace(said, dismissed=Dismissed(event.text("why"), author, done_at, number))
    return replace(said, dismissed=None)
