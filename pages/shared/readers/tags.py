"""The tags in force: which words there are, and whom each is on."""

from __future__ import annotations

from analytics.knowledge.reading import knowledge
from analytics.knowledge.said_of_tags import Tagged, said_of_tags
from pages.shared import session


def tags() -> tuple[str, ...]:
    """Every word that somebody or some segment is tagged with, in order of the alphabet."""
    return tuple(sorted({each.tag for each in said_of_tags(knowledge(session.store())).tagged}, key=str.casefold))


def tagged(tag: str) -> tuple[Tagged, ...]:
    """Whom a word is on, in the order of tagging; nothing where nobody carries it."""
    return tuple(each for each in said_of_tags(knowledge(session.store())).tagged if each.tag == tag)


def is_on_a_list(tag: str) -> bool:
    """Say whether a word is on customers one by one, and not only on segments and rules."""
    return any(each.customers is not None for each in tagged(tag))
