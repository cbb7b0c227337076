"""The anchor: the head of the ledger, flushed to a file of its own, so that a ledger that was cut is noticed."""

from __future__ import annotations

import re
from pathlib import Path

from analytics.errors import DamagedStoreError
from analytics.knowledge.chain import GENESIS, Anchor, Anchors
from analytics.store.durable import write_durably, write_in_one_step

ANCHOR_FILE = "ledger.anchor"
_HEAD = re.compile(r"(\d{1,18}) ([0-9a-f]{64})")


def read_anchors(store: Path) -> Anchors | None:
    """Read the head that the anchor file names.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    Anchors or None
        None where there is no such file.

    Raises
    ------
    DamagedStoreError
        If the file can't be read as an anchor.
    """
    path = store / ANCHOR_FILE
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None
    heads = [_HEAD.fullmatch(line) for line in text.splitlines()]
    found = [Anchor(int(head[1]), head[2]) for head in heads if head]
    if len(found) != len(heads) or len(found) not in {1, 2}:
        raise DamagedStoreError(f"The ledger's anchor ({path}) can't be read.")
    return Anchors(*found)


def anchors_of(store: Path, head: Anchor, *, is_shared: bool) -> Anchors:
    """Read the anchor that a ledger must have.

    Parameters
    ----------
    store : Path
        The store's folder.
    head : Anchor
        The ledger's last entry.
    is_shared : bool
        Whether others write to the ledger from stores of their own: one that joins has no anchor yet.

    Returns
    -------
    Anchors
        What the file says; the beginning where there need be none.

    Raises
    ------
    DamagedStoreError
        If a ledger with entries has no anchor, or it can't be read.
    """
    anchors = read_anchors(store)
    if anchors is None and head.sequence and not is_shared:
        raise DamagedStoreError(f"The ledger has no anchor: {store / ANCHOR_FILE} is missing.")
    return anchors or Anchors(Anchor(0, GENESIS))


def write_anchors(store: Path, anchors: Anchors) -> None:
    """Put the head into the anchor file; when this returns, it is safe on disk.

    Parameters
    ----------
    store : Path
        The store's folder.
    anchors : Anchors
        The head, and the entry that is being written.
    """
    write_durably(store / ANCHOR_FILE, _lines(anchors))


def settle_anchor(store: Path, head: Anchor) -> None:
    """Put a head that is already pending into the anchor file; a power cut soon after may leave it pending.

    Parameters
    ----------
    store : Path
        The store's folder.
    head : Anchor
        The ledger's last entry.
    """
    write_in_one_step(store / ANCHOR_FILE, _lines(Anchors(head)))


def _lines(anchors: Anchors) -> bytes:
    heads = [anchors.head] if anchors.pending is None else [anchors.head, anchors.pending]
    return "".join(f"{head.sequence} {head.hash}\n" for head in heads).encode("ascii")
