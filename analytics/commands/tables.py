"""`export`: a published table as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from analytics.commands.taking_along import AsOption, write_down
from analytics.commands.terminal import DEFAULT, StoreOption, say
from analytics.errors import InputError, StoreEmptyError
from analytics.insights.small_groups import FEWEST
from analytics.knowledge import ledger
from analytics.knowledge.hidden_ids import with_ids_shown
from analytics.knowledge.people import person_called
from analytics.knowledge.published import annotations_table, decisions_table, ledger_table
from analytics.knowledge.published_patterns import said_of_patterns_table
from analytics.knowledge.reading import knowledge
from analytics.knowledge.rights import Export, Sight, sight
from analytics.knowledge.said_of_notes import rows_of_tests, said_of_notes
from analytics.live import live_snapshot
from analytics.store.called import ids_of
from analytics.store.export import published_table, refuse_bad_target, write_file


def export(
    name: Annotated[str, typer.Argument(help="The table's name; `status` lists what is published.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="A file that ends in .csv or .parquet.")],
    name_of_user: AsOption = None,
    store: StoreOption = DEFAULT,
) -> None:
    """Write a published table as Parquet or CSV."""
    refuse_bad_target(to)
    table = _from_ledger(store, name) if name in _FROM_LEDGER else published_table(store, name, served=live_snapshot)
    _refuse_groups_only(store, name_of_user)
    kind = Export.CUSTOMERS if "customer_id" in table.column_names else Export.TABLE
    form = to.suffix.lower().removeprefix(".")
    write_down(store, kind, what=name, form=form, rows=table.num_rows, name=name_of_user)
    n_rows = write_file(table, to)
    say(f"Wrote {n_rows:,} {'row' if n_rows == 1 else 'rows'} of {name} to {to}.")


def _refuse_groups_only(store: Path, name: str | None) -> None:
    """A published table has small groups in it, which the screens leave out for those who see none."""
    if name is None:
        return
    person = person_called(knowledge(store).people, name)
    if sight(person.role) is not Sight.IDS:
        raise InputError(
            f"{person.name} ({person.role}) sees groups of at least {FEWEST} customers, and a whole table has smaller"
            " ones: take it along from a screen, or use report."
        )


def _from_ledger(store: Path, name: str) -> pa.Table:
    if not store.is_dir():
        raise StoreEmptyError(f"There is no store in {store}, so nobody has done anything in it.")
    return _FROM_LEDGER[name](store)


def _annotations(store: Path) -> pa.Table:
    known = knowledge(store)
    ids = ids_of(store, {each.subject_id for each in known.notes.values() if each.subject_kind == "customer"})
    return annotations_table(known, datetime.now(UTC).date(), ids=ids, shown=lambda text: with_ids_shown(store, text))


def _ledger(store: Path) -> pa.Table:
    return ledger_table(ledger.entries(store))


def _decisions(store: Path) -> pa.Table:
    known = knowledge(store)
    ids = ids_of(store, {each.subject_id for each in known.decisions if each.subject_kind == "customer"})
    return decisions_table(known, ids=ids, shown=lambda text: with_ids_shown(store, text))


def _said_of_patterns(store: Path) -> pa.Table:
    return said_of_patterns_table(knowledge(store), shown=lambda text: with_ids_shown(store, text))


def _note_tests(store: Path) -> pa.Table:
    """The rows that the next build publishes: a test made, or agreed to, since the last one is in them."""
    rows = rows_of_tests(said_of_notes(knowledge(store)).notes)
    return pa.Table.from_pandas(rows.sort_values(["test_id", "metric"], ignore_index=True), preserve_index=False)


_FROM_LEDGER: dict[str, Callable[[Path], pa.Table]] = {
    "annotations": _annotations,
    "ledger": _ledger,
    "decisions": _decisions,
    "note_tests": _note_tests,
    "said_of_patterns": _said_of_patterns,
}
