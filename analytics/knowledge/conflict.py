"""Two people changed one thing: the second is shown both versions instead of overwriting the first."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.errors import TandemError
from analytics.knowledge.chain import Entry
from analytics.vocabulary import Json


class ConflictError(TandemError):
    """An act rests on a state that others have changed since; nothing was written.

    Parameters
    ----------
    entries : tuple of Entry
        The later acts of others that touch the same subjects, oldest first.
    act : str
        The act that was refused.
    payload : mapping of str to Json
        Its details, so that both versions can be shown.
    """

    def __init__(self, entries: tuple[Entry, ...], *, act: str, payload: Mapping[str, Json]) -> None:
        self.entries, self.act, self.payload = entries, act, payload
        told = "; ".join(
            f"{entry.author} did {entry.act} on {entry.subject} (entry {entry.sequence})" for entry in entries
        )
        super().__init__(
            f"Somebody was faster, and nothing was saved: {told}. Look at it, and decide whether to do yours."
        )
