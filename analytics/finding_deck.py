"""The deck that is made from the board: for the screen and for the command line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from analytics.errors import InputError
from analytics.finding_board import board, ground_of, groups_told_of
from analytics.insights.finding_pages import STATE_WORDS, BoardRow, finding_page
from analytics.insights.findings_deck import Deck
from analytics.insights.findings_together import told_together
from analytics.knowledge.findings import FindingState
from analytics.knowledge.unnamed import with_nobody_named
from analytics.reporting import source_of
from analytics.store.snapshots import Snapshot

TITLE = "Findings"
EVERY = "all"


def deck_of(snapshot: Snapshot, rows: Sequence[BoardRow], *, told: Collection[str], chosen: str, made_by: str) -> Deck:
    """Make a deck of findings: it names no customer, and tells no figure of fewer than ten.

    Parameters
    ----------
    snapshot : Snapshot
        What the rows were read from.
    rows : sequence of BoardRow
        The findings that were chosen, in their order.
    told : collection of str
        The ids of those whose figures may be told, as `told_together` says of the whole board.
    chosen : str
        Which these are, in words.
    made_by : str
        Who makes it.
    """
    pages = tuple(finding_page(row, shown=with_nobody_named, is_told=row.finding.finding_id in told) for row in rows)
    return Deck(TITLE, chosen, made_by, source_of(snapshot), pages)


def deck_by_words(store: Path, snapshot: Snapshot, wanted: str, *, made_by: str) -> Deck:
    """Make a deck of the findings that a call names.

    Parameters
    ----------
    store : Path
        The store's folder.
    snapshot : Snapshot
        What is served.
    wanted : str
        ``all``, a state (``open``, ``being_acted_on``, ``closed``), or findings' ids with commas.
    made_by : str
        Who makes it.

    Raises
    ------
    InputError
        If there is no such finding, or none at all.
    """
    ground = ground_of(store, snapshot)
    rows = board(ground)
    ids = [each.strip() for each in wanted.split(",") if each.strip()]
    found = [row for row in rows if wanted == EVERY or row.finding.state == wanted or row.finding.finding_id in ids]
    _refuse_unknown(ids, wanted, {row.finding.finding_id for row in rows})
    if not found:
        raise InputError(f"There is no finding to make a deck of ({wanted}). Put one up on a screen, or by act.")
    words = STATE_WORDS[FindingState(wanted)].lower() if wanted in set(FindingState) else wanted
    return deck_of(
        snapshot, found, told=told_together(rows, beside=groups_told_of(ground)), chosen=words, made_by=made_by
    )


def _refuse_unknown(ids: Sequence[str], wanted: str, there: Collection[str]) -> None:
    if wanted == EVERY or wanted in set(FindingState):
        return
    unknown = [each for each in ids if each not in there]
    if unknown:
        words = f"{EVERY}, {', '.join(FindingState)}, or ids such as f17"
        raise InputError(f'There is no finding "{unknown[0]}". Those that can be named: {words}.')
