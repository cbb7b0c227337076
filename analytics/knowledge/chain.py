"""The hash chain: each entry carries the hash of the one before, so no entry changes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

GENESIS = "0" * 64
"""What stands before the first entry."""

ERASE = "erase"
"""The act of erasing a customer."""

CUSTOMER = "customer:"
"""How the subject of an act about a customer begins; their pseudonym follows."""


@dataclass(frozen=True)
class Entry:
    """One act that a person did.

    Attributes
    ----------
    sequence : int
        1 for the first entry of a ledger; then one more each.
    done_at : str
        When, UTC, ISO 8601.
    author : str
        Who.
    act : str
        What: ``erase``, ``use_snapshot``, ``restore``, ….
    subject : str
        What it was done to; a customer only as a pseudonym.
    payload : str
        The details, as JSON text.
    previous_hash : str
        The hash of the entry before; `GENESIS` for the first.
    hash : str
        SHA-256 over all of the above, and `touches`.
    touches : str or None
        The subjects whose later change is a conflict with this act, as a JSON list; None in
        entries of the first version.
    """

    sequence: int
    done_at: str
    author: str
    act: str
    subject: str
    payload: str
    previous_hash: str
    hash: str
    touches: str | None = None

    @property
    def content(self) -> tuple[str, ...]:
        """What the hash is over, besides the number and the hash before."""
        told = (self.done_at, self.author, self.act, self.subject, self.payload)
        return told if self.touches is None else (*told, self.touches)

    @property
    def touched(self) -> tuple[str, ...]:
        """The subjects that this act touches."""
        return tuple(json.loads(self.touches)) if self.touches else ()


@dataclass(frozen=True)
class Anchor:
    """The head of the ledger, kept in a file of its own.

    Attributes
    ----------
    sequence : int
        The number of the last entry; 0 for an empty ledger.
    hash : str
        Its hash; `GENESIS` for an empty ledger.
    """

    sequence: int
    hash: str


@dataclass(frozen=True)
class Anchors:
    """What the anchor file says.

    Attributes
    ----------
    head : Anchor
        The last entry that was acknowledged.
    pending : Anchor or None
        The entry that was being written when the file was; a crash can leave it either in the
        ledger or not.
    """

    head: Anchor
    pending: Anchor | None = None

    def fits(self, head: Anchor) -> bool:
        """Say whether a ledger may end here.

        Parameters
        ----------
        head : Anchor
            The ledger's last entry.

        Returns
        -------
        bool
            True if it is the acknowledged entry, or the one that was being written.
        """
        return head in (self.head, self.pending)


def entry_hash(sequence: int, content: tuple[str, ...], previous_hash: str) -> str:
    """Compute the hash of an entry.

    Parameters
    ----------
    sequence : int
        Its number.
    content : tuple of str
        ``done_at``, ``author``, ``act``, ``subject``, ``payload``, and ``touches`` where it isn't None.
    previous_hash : str
        The hash of the entry before.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> entry_hash(1, ("2026-01-01T00:00:00+00:00", "anna", "note", "S1", "{}"), GENESIS)[:8]
    '7e4fff7f'
    """
    text = json.dumps([sequence, *content, previous_hash], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def erased_customers(entries: Iterable[Entry]) -> set[str]:
    """Find everyone who was ever erased.

    Parameters
    ----------
    entries : iterable of Entry
        Acts.

    Returns
    -------
    set of str
        Their pseudonyms; the first version wrote them without `CUSTOMER`.
    """
    return {entry.subject.removeprefix(CUSTOMER) for entry in entries if entry.act == ERASE}


def chain_problems(entries: Iterable[Entry], anchors: Anchors, *, may_go_on: bool = False) -> tuple[str, ...]:
    """Find what was done to a ledger behind its back.

    Parameters
    ----------
    entries : iterable of Entry
        All of them, by their number.
    anchors : Anchors
        The head as the anchor file has it.
    may_go_on : bool
        Whether others, with an anchor of their own, may have written behind the anchored entry.

    Returns
    -------
    tuple of str
        One sentence a problem, naming the entry; empty where the chain is whole. Only a rollback
        of ledger and anchor together can't be seen from within.
    """
    problems: list[str] = []
    head = Anchor(0, GENESIS)
    hash_at_anchor = GENESIS if anchors.head.sequence == 0 else None
    for entry in entries:
        problems += _entry_problems(entry, head)
        head = Anchor(entry.sequence, entry.hash)
        if entry.sequence == anchors.head.sequence:
            hash_at_anchor = entry.hash
    goes_on = may_go_on and hash_at_anchor == anchors.head.hash
    if not anchors.fits(head) and not goes_on:
        problems.append(_end_problem(head, anchors.head, hash_at_anchor))
    return tuple(problems)


def follow_each_other(entries: Iterable[Entry], start: Anchor) -> bool:
    """Say whether entries go on from an entry, each with its right hash.

    Parameters
    ----------
    entries : iterable of Entry
        In their order.
    start : Anchor
        The entry before the first of them.

    Returns
    -------
    bool
        True where there are none, too.
    """
    head = start
    for entry in entries:
        if any(_entry_problems(entry, head)):
            return False
        head = Anchor(entry.sequence, entry.hash)
    return True


def _entry_problems(entry: Entry, before: Anchor) -> Iterator[str]:
    first_missing, last_missing = before.sequence + 1, entry.sequence - 1
    if last_missing == first_missing:
        yield f"Ledger: entry {first_missing} is missing: it was deleted."
    elif last_missing > first_missing:
        yield f"Ledger: entries {first_missing} to {last_missing} are missing: they were deleted."
    if entry.hash != entry_hash(entry.sequence, entry.content, entry.previous_hash):
        yield f"Ledger: entry {entry.sequence} doesn't have the hash of its content: it was edited or moved."
    if entry.previous_hash != before.hash:
        yield (
            f"Ledger: entry {entry.sequence} doesn't follow the entry before it: "
            "one of the two was edited, inserted, swapped or deleted."
        )


def _end_problem(head: Anchor, anchor: Anchor, hash_at_anchor: str | None) -> str:
    if head.sequence < anchor.sequence:
        return (
            f"Ledger: it ends at entry {head.sequence}, but its anchor is at {anchor.sequence}: "
            "it was cut, or rolled back to an earlier copy."
        )
    if hash_at_anchor != anchor.hash:
        return f"Ledger: entry {anchor.sequence} is not the one that the anchor names: it was edited or exchanged."
    return (
        f"Ledger: it goes on to entry {head.sequence}, but its anchor is at {anchor.sequence}: "
        "entries were inserted at its end, or the anchor was rolled back."
    )
