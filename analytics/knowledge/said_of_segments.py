"""What people said of segments: the part of their knowledge that makes the effective segmentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from analytics.knowledge.segment_edits import (
    Merge,
    Move,
    SegmentEdit,
    SplitByCustomers,
    SplitByModel,
    SplitByRule,
    made_key,
)
from analytics.knowledge.state import Knowledge
from analytics.vocabulary import Json, SegmentKey

_LEVELS_LOWEST = 3


@dataclass(frozen=True)
class SaidOfSegments:
    """Edits, names and answers, undone ones left out.

    Attributes
    ----------
    sequence : int
        The ledger's number up to which this goes; 0 for an empty ledger.
    edits : tuple of SegmentEdit
        In the order of their numbers.
    names : mapping of SegmentKey to str
        What people call segments.
    carried : mapping of SegmentKey to SegmentKey
        Answers to "where did it go": an old segment's key, and the key of the one that it is now.
    given_up : frozenset of SegmentKey
        Old segments of which a person answered that they are gone.
    spoken_of : frozenset of SegmentKey
        Segments with tags or notes.
    """

    sequence: int = 0
    edits: tuple[SegmentEdit, ...] = ()
    names: Mapping[SegmentKey, str] = field(default_factory=dict)
    carried: Mapping[SegmentKey, SegmentKey] = field(default_factory=dict)
    given_up: frozenset[SegmentKey] = frozenset()
    spoken_of: frozenset[SegmentKey] = frozenset()

    def now_called(self, key: SegmentKey) -> SegmentKey:
        """Follow the answers from an old key to the present one.

        Parameters
        ----------
        key : SegmentKey
            Any key.

        Returns
        -------
        SegmentKey
            The same where nothing was answered about it.

        Examples
        --------
        >>> said = SaidOfSegments(carried={SegmentKey("3-a"): SegmentKey("3-b"), SegmentKey("3-b"): SegmentKey("3-c")})
        >>> said.now_called(SegmentKey("3-a"))
        '3-c'
        """
        seen = {key}
        while key in self.carried and self.carried[key] not in seen:
            key = self.carried[key]
            seen.add(key)
        return key

    def present_edits(self) -> tuple[SegmentEdit, ...]:
        """Give the edits with every key as it is now called."""
        return tuple(_readdressed(edit, self) for edit in self.edits)

    def present_names(self) -> dict[SegmentKey, str]:
        """Give the names by present key: those of acts of naming, else those that an edit gave.

        A name given to the present segment itself comes before one that was carried to it.
        """
        given = {key: name for edit in self.edits for key, name in _names_of(edit).items()} | dict(self.names)
        carried = {self.now_called(key): name for key, name in given.items()}
        return carried | {key: name for key, name in given.items() if self.now_called(key) == key}

    def subjects(self) -> frozenset[SegmentKey]:
        """Give the keys, as they are now called, of segments about which something was said."""
        keys = {*self.names, *self.spoken_of, *(key for edit in self.edits for key in _keys_of(edit))}
        return frozenset(self.now_called(key) for key in keys)

    def told_of_tree(self) -> Json:
        """Write down what decides who is in which segment: names left out."""
        return {
            "edits": [_told(edit) for edit in self.edits],
            "carried": {str(key): str(self.carried[key]) for key in sorted(self.carried)},
        }

    def told(self) -> Json:
        """Write down what the effective segmentation depends on; the same for the same knowledge."""
        return {
            "edits": [_told(edit) for edit in self.edits],
            "names": {str(key): self.names[key] for key in sorted(self.names)},
            "carried": {str(key): str(self.carried[key]) for key in sorted(self.carried)},
            "given_up": sorted(map(str, self.given_up)),
            "spoken_of": sorted(map(str, self.spoken_of)),
        }


def said_of_segments(knowledge: Knowledge) -> SaidOfSegments:
    """Take out of people's knowledge what is said of segments.

    Parameters
    ----------
    knowledge : Knowledge
        All of it, at one moment.

    Returns
    -------
    SaidOfSegments
    """
    tagged = {each.subject_id for each in knowledge.tags if each.subject_kind == "segment"}
    noted = {each.subject_id for each in knowledge.notes.values() if each.subject_kind == "segment"}
    return SaidOfSegments(
        sequence=knowledge.sequence,
        edits=knowledge.edits,
        names={key: each.name for key, each in knowledge.names.items()},
        carried={key: now for key, now in knowledge.carried.items() if now is not None},
        given_up=frozenset(key for key, now in knowledge.carried.items() if now is None),
        spoken_of=frozenset(SegmentKey(key) for key in tagged | noted),
    )


def _keys_of(edit: SegmentEdit) -> tuple[SegmentKey, ...]:
    if isinstance(edit, Merge):
        return edit.segments
    return (edit.to,) if isinstance(edit, Move) else (edit.segment,)


def _readdressed(edit: SegmentEdit, said: SaidOfSegments) -> SegmentEdit:
    if isinstance(edit, Merge):
        return replace(edit, segments=tuple(dict.fromkeys(said.now_called(key) for key in edit.segments)))
    if isinstance(edit, Move):
        return replace(edit, to=said.now_called(edit.to))
    return replace(edit, segment=said.now_called(edit.segment))


def _names_of(edit: SegmentEdit) -> dict[SegmentKey, str]:
    """The names that an edit gives to what it makes."""
    if isinstance(edit, Merge):
        return {made_key(_level(edit.segments[0]), edit.sequence): edit.name} if edit.name.strip() else {}
    if isinstance(edit, SplitByRule | SplitByCustomers) and edit.names is not None:
        level = _level(edit.segment)
        return {made_key(level, edit.sequence, part): name for part, name in zip("ab", edit.names, strict=True)}
    return {}


def _level(key: SegmentKey) -> int:
    """A key begins with its level."""
    return int(key[0]) if key[:1] in {"1", "2", "3"} else _LEVELS_LOWEST


def _told(edit: SegmentEdit) -> Json:
    told: dict[str, Json] = {"sequence": edit.sequence, "edit": type(edit).__name__, "of": list(_keys_of(edit))}
    if isinstance(edit, Merge):
        return told | {"name": edit.name}
    if isinstance(edit, SplitByRule):
        return told | {"rule": edit.rule, "names": list(edit.names or ())}
    if isinstance(edit, SplitByModel):
        return told
    names: Json = list(edit.names or ()) if isinstance(edit, SplitByCustomers) else []
    return told | {"customers": sorted(edit.customers), "names": names}
