"""What people said of sequences: their names, and which were put aside."""

from __future__ import annotations

import pandas as pd

from analytics.insights.pattern_words import pattern_words
from analytics.knowledge.pattern_state import SaidOfPattern
from analytics.knowledge.reading import knowledge
from analytics.store.snapshots import Snapshot
from pages.shared import session
from pages.shared.people_words import written
from pages.shared.readers.happened import symbol_words
from pages.shared.readers.pattern_matches import KIND, all_patterns


def said_of(pattern_id: str) -> SaidOfPattern | None:
    """What stands of what people said of a sequence; None where nobody said anything."""
    return knowledge(session.store()).patterns.get(pattern_id)


def name_of(pattern_id: str) -> str | None:
    """What people call a sequence; None where nobody named it."""
    said = said_of(pattern_id)
    return None if said is None or said.name is None else written(said.name.name)


def named(pattern_id: str, words: str) -> str:
    """A sequence's name with its events after it; the events alone where nobody named it."""
    name = name_of(pattern_id)
    return words if name is None else f"“{name}”: {words}"


def name_found(found: str | None) -> str:
    """The name of the sequence by which customers were found, for a cohort of them; empty where it has none."""
    return (name_of((found or "").removeprefix(f"{KIND}-")) or "") if (found or "").startswith(f"{KIND}-") else ""


def who_named(pattern_id: str) -> str:
    """Say who gave a sequence its name, to stand after it; empty where nobody did."""
    said = said_of(pattern_id)
    return "" if said is None or said.name is None else f" Named by {said.name.author}."


def all_named() -> tuple[tuple[str, str, str], ...]:
    """Every sequence that has a name: its id, its outcome and the name, in order of the names."""
    said = knowledge(session.store()).patterns
    found = [(key, each.about.outcome, written(each.name.name)) for key, each in said.items() if each.name is not None]
    return tuple(sorted(found, key=lambda each: each[2].casefold()))


def dismissed_before(outcome: str) -> tuple[str, ...]:
    """The ids of the dismissed sequences before an outcome, sorted."""
    said = knowledge(session.store()).patterns
    return tuple(
        sorted(key for key, each in said.items() if each.dismissed is not None and each.about.outcome == outcome)
    )


def not_in_build(snapshot: Snapshot, outcome: str, known: tuple[str, ...]) -> tuple[SaidOfPattern, ...]:
    """Sequences that people spoke of and that this build has not published, by when they were first spoken of.

    Those before `outcome`, and those before outcomes that are not among the `known` ones, since no other list has them.
    """
    there = set(all_patterns(snapshot)["pattern_id"])
    said = knowledge(session.store()).patterns
    return tuple(
        each
        for key, each in said.items()
        if key not in there and (each.about.outcome == outcome or each.about.outcome not in {"", *known})
    )


def words_of(snapshot: Snapshot, said: SaidOfPattern) -> str:
    """The events of a sequence in words, whether or not this build has it."""
    return pattern_words(said.about.pattern, symbol_words(snapshot))


def with_names(table: pd.DataFrame) -> pd.DataFrame:
    """Add the `name` of each sequence and who gave it (`named_by`), and why one was `dismissed`; empty where nobody."""
    said = [said_of(str(each)) for each in table["pattern_id"]]
    return table.assign(
        name=["" if each is None or each.name is None else written(each.name.name) for each in said],
        named_by=["" if each is None or each.name is None else each.name.author for each in said],
        dismissed=["" if each is None or each.dismissed is None else written(each.dismissed.why) for each in said],
    )
