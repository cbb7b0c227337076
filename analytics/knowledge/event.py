"""An entry of the ledger with its details read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.knowledge.chain import Entry
from analytics.knowledge.unnamed import with_nobody_named
from analytics.vocabulary import Json


@dataclass(frozen=True)
class Event:
    """One act that was done.

    Attributes
    ----------
    entry : Entry
        As it is in the ledger.
    payload : mapping of str to Json or None
        Its details; None where they were about a customer who was erased.
    """

    entry: Entry
    payload: Mapping[str, Json] | None

    @property
    def sequence(self) -> int:
        """Its number in the ledger."""
        return self.entry.sequence

    @property
    def act(self) -> str:
        """What was done."""
        return self.entry.act

    @property
    def author(self) -> str:
        """Who did it."""
        return self.entry.author

    @property
    def details(self) -> Mapping[str, Json]:
        """The payload; empty where it was destroyed."""
        return self.payload or {}

    def text(self, name: str) -> str:
        """A text that the payload has."""
        return str(self.details[name])

    def text_or_none(self, name: str) -> str | None:
        """A text that the payload may have."""
        value = self.details.get(name)
        return None if value is None else str(value)

    def label(self, name: str) -> str:
        """A text of the payload that names something: it goes where ids don't, so no customer is named in it."""
        return with_nobody_named(self.text(name))

    def labels(self, name: str) -> tuple[str, ...]:
        """A list of such texts; empty where there is none."""
        return tuple(map(with_nobody_named, self.texts(name)))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        value = self.details.get(name)
        return tuple(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else ()

    def number(self, name: str) -> float | None:
        """A number that the payload may have."""
        value = self.details.get(name)
        return float(value) if isinstance(value, int | float) else None

    def whole(self, name: str) -> int:
        """A whole number that the payload has."""
        return int(str(self.details[name]))

    def day(self, name: str) -> date | None:
        """A day that the payload may have."""
        value = self.text_or_none(name)
        return date.fromisoformat(value) if value else None
