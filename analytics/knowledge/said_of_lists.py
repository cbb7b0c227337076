"""The retention lists that stand, as far as a build heeds them."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.knowledge.retention_lists import RetentionList
from analytics.knowledge.state import Knowledge
from analytics.vocabulary import Json


@dataclass(frozen=True)
class SaidOfLists:
    """The lists that were not withdrawn, in the order of their making."""

    lists: tuple[RetentionList, ...] = ()

    def told(self) -> Json:
        """Write down what makes a difference to what came of them; nothing of a list ever changes but that it goes."""
        return [each.list_id for each in self.lists]


def said_of_lists(knowledge: Knowledge) -> SaidOfLists:
    """Take the lists out of what is known.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.

    Returns
    -------
    SaidOfLists
        Without those that were withdrawn or undone.
    """
    return SaidOfLists(tuple(knowledge.lists.values()))
