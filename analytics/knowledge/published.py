"""What people did and said, as tables that are published: `annotations`, `ledger`, `decisions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime

import pyarrow as pa

from analytics.knowledge.chain import Entry
from analytics.knowledge.notes import IN_FORCE, Note, SubjectKind
from analytics.knowledge.state import Knowledge

_NOTES = pa.schema(
    [
        ("note_id", pa.string()),
        ("subject_kind", pa.string()),
        ("subject_id", pa.string()),
        ("kind", pa.string()),
        ("body", pa.string()),
        ("author", pa.string()),
        ("team", pa.string()),
        ("confidence", pa.float64()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("status", pa.string()),
        ("created_at", pa.timestamp("us")),
        ("scope", pa.string()),
        ("evidence", pa.string()),
        ("rule", pa.string()),
        ("n_customers", pa.int64()),
        ("n_agreements", pa.int64()),
        ("n_disputes", pa.int64()),
    ]
)
_LEDGER = pa.schema(
    [
        ("sequence", pa.int64()),
        ("done_at", pa.timestamp("us")),
        ("author", pa.string()),
        ("act", pa.string()),
        ("subject", pa.string()),
        ("payload", pa.string()),
        ("previous_hash", pa.string()),
        ("hash", pa.string()),
        ("touches", pa.string()),
    ]
)
_DECISIONS = pa.schema(
    [
        ("task_id", pa.string()),
        ("subject_kind", pa.string()),
        ("subject_id", pa.string()),
        ("route", pa.string()),
        ("decision", pa.string()),
        ("author", pa.string()),
        ("decided_at", pa.timestamp("us")),
    ]
)

Shown = Callable[[str], str]
"""Puts customers' ids back into a text."""


def annotations_table(
    knowledge: Knowledge, today: date, *, ids: Mapping[str, str] | None = None, shown: Shown = str
) -> pa.Table:
    """List the notes in force.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.
    today : date
        The day that decides what is in force.
    ids : mapping of str to str, optional
        By pseudonym, the ids of customers; a note about one who is not among them is left out.
    shown : callable, optional
        Puts customers' ids back into a text.

    Returns
    -------
    Table
        A row a note that was neither withdrawn nor expired and is valid already, by its number: the columns of the
        contract, then `scope`, `evidence`, `rule`, `n_customers` (of its list; missing without one), `n_agreements`,
        `n_disputes`. `status` is `in_force`, `disputed`, `refused` (its test did not support it) or `adopted`.
    """
    rows = [_note_row(note, today, ids or {}, shown) for note in knowledge.notes.values()]
    return pa.Table.from_pylist([row for row in rows if row is not None], schema=_NOTES)


def ledger_table(entries: Iterable[Entry]) -> pa.Table:
    """List every human act.

    Parameters
    ----------
    entries : iterable of Entry
        The ledger, oldest first.

    Returns
    -------
    Table
        A row an act, with its hash and the one before; what is sealed stays sealed.
    """
    rows = [
        {
            "sequence": entry.sequence,
            "done_at": _instant(entry.done_at),
            "author": entry.author,
            "act": entry.act,
            "subject": entry.subject,
            "payload": entry.payload,
            "previous_hash": entry.previous_hash,
            "hash": entry.hash,
            "touches": entry.touches,
        }
        for entry in entries
    ]
    return pa.Table.from_pylist(rows, schema=_LEDGER)


def decisions_table(knowledge: Knowledge, *, ids: Mapping[str, str] | None = None, shown: Shown = str) -> pa.Table:
    """List what people decided.

    Parameters
    ----------
    knowledge : Knowledge
        What people have done and said.
    ids : mapping of str to str, optional
        By pseudonym, the ids of customers; a decision about one who is not among them is left out.
    shown : callable, optional
        Puts customers' ids back into a text.

    Returns
    -------
    Table
        A row a decision, oldest first.
    """
    here = {"": ""} | dict(ids or {})
    rows = [
        {
            "task_id": shown(each.task_id),
            "subject_kind": each.subject_kind or None,
            "subject_id": (here[each.subject_id] if each.subject_kind == "customer" else each.subject_id) or None,
            "route": each.route or None,
            "decision": shown(each.decision),
            "author": each.author,
            "decided_at": _instant(each.decided_at),
        }
        for each in knowledge.decisions
        if each.subject_kind != "customer" or each.subject_id in here
    ]
    return pa.Table.from_pylist(rows, schema=_DECISIONS)


def _note_row(note: Note, today: date, ids: Mapping[str, str], shown: Shown) -> dict[str, object] | None:
    status, is_customer = note.status(today), note.subject_kind is SubjectKind.CUSTOMER
    if status not in IN_FORCE or (is_customer and note.subject_id not in ids):
        return None
    return {
        "note_id": note.note_id,
        "subject_kind": note.subject_kind.value,
        "subject_id": ids[note.subject_id] if is_customer else shown(note.subject_id),
        "kind": note.kind.value,
        "body": shown(note.body),
        "author": note.author,
        "team": note.team,
        "confidence": note.confidence,
        "valid_from": note.valid_from,
        "valid_to": note.valid_to,
        "status": status.value,
        "created_at": _instant(note.created_at),
        "scope": shown(note.scope) if note.scope else None,
        "evidence": shown(note.evidence) if note.evidence else None,
        "rule": note.rule,
        "n_customers": None if note.customers is None else len(note.customers),
        "n_agreements": len(note.agreements),
        "n_disputes": len(note.disputes),
    }


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
