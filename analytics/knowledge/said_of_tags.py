"""What people tagged, as far as a build heeds it: whom each word is on."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.knowledge.contributions import Tag
from analytics.knowledge.state import Knowledge
from analytics.vocabulary import Json, SegmentKey


@dataclass(frozen=True)
class Tagged:
    """A word, and whom it is on: exactly one of the others is given.

    Attributes
    ----------
    tag : str
        The word.
    segment : SegmentKey or None
        Everyone in this segment.
    rule : str or None
        Whoever meets the rule of a live cohort.
    customers : frozenset of str or None
        Customers, as pseudonyms.
    """

    tag: str
    segment: SegmentKey | None = None
    rule: str | None = None
    customers: frozenset[str] | None = None


@dataclass(frozen=True)
class SaidOfTags:
    """The tags in force; those on a cohort that was withdrawn are left out."""

    tagged: tuple[Tagged, ...] = ()

    def told(self) -> Json:
        """Write down what makes a difference to who carries a tag."""
        return [[each.tag, each.segment, each.rule, sorted(each.customers or ())] for each in self.tagged]


def said_of_tags(knowledge: Knowledge) -> SaidOfTags:
    """Take from what is known whom tags are on.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.

    Returns
    -------
    SaidOfTags
        In the order of tagging.
    """
    found = [_tagged(tag, knowledge) for tag in knowledge.tags]
    return SaidOfTags(tuple(each for each in found if each is not None))


def _tagged(tag: Tag, knowledge: Knowledge) -> Tagged | None:
    if tag.subject_kind == "segment":
        return Tagged(tag.tag, segment=SegmentKey(tag.subject_id))
    if tag.subject_kind == "customers":
        return Tagged(tag.tag, customers=tag.customers)
    cohort = knowledge.cohorts.get(tag.subject_id)
    return None if cohort is None else Tagged(tag.tag, rule=cohort.rule, customers=cohort.customers)
