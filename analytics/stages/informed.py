"""What a stage is handed that heeds what people said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from analytics.knowledge.reading import knowledge
from analytics.knowledge.said_of_lists import SaidOfLists, said_of_lists
from analytics.knowledge.said_of_notes import SaidOfNotes, said_of_notes
from analytics.knowledge.said_of_rules import SaidOfRules, said_of_rules
from analytics.knowledge.said_of_segments import SaidOfSegments, said_of_segments
from analytics.knowledge.said_of_tags import SaidOfTags, said_of_tags
from analytics.store.erased import pseudonyms
from analytics.store.work import Work

Places = Callable[[Sequence[str]], Mapping[str, int]]
"""For the ids of all customers: the place of each, by the pseudonym that edits name them by."""


def _unknown(_: Sequence[str]) -> Mapping[str, int]:
    return {}


@dataclass(frozen=True)
class Said:
    """What people said, as far as a build heeds it.

    Attributes
    ----------
    of_segments : SaidOfSegments
        Edits, names and answers.
    places : Places
        Finds customers by their pseudonyms.
    of_notes : SaidOfNotes
        Notes, their tests and agreements.
    of_tags : SaidOfTags
        Whom words are on.
    of_rules : SaidOfRules
        Which patterns raise alarms.
    of_lists : SaidOfLists
        Whom retention lists reach and hold back.
    """

    of_segments: SaidOfSegments = field(default_factory=SaidOfSegments)
    places: Places = _unknown
    of_notes: SaidOfNotes = field(default_factory=SaidOfNotes)
    of_tags: SaidOfTags = field(default_factory=SaidOfTags)
    of_rules: SaidOfRules = field(default_factory=SaidOfRules)
    of_lists: SaidOfLists = field(default_factory=SaidOfLists)


def what_was_said(store: Path, at: int | None = None) -> Said:
    """Read what people said.

    Parameters
    ----------
    store : Path
        The store's folder.
    at : int, optional
        The number of the last entry to heed; without it all.

    Returns
    -------
    Said
        As it stands in the ledger now, or stood then.
    """
    found = knowledge(store, at)
    return Said(
        said_of_segments(found),
        partial(_places, store),
        said_of_notes(found),
        said_of_tags(found),
        said_of_rules(found),
        said_of_lists(found),
    )


def _places(store: Path, ids: Sequence[str]) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(pseudonyms(store, ids))}


@dataclass(frozen=True)
class InformedWork(Work):
    """A stage's place in a build, and what people said.

    Attributes
    ----------
    said : Said
        Read once, at the beginning of the build.
    """

    said: Said = field(default_factory=Said)
