"""`status` and `verify`: what a store holds, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from analytics.commands.terminal import DEFAULT, StoreOption, say
from analytics.errors import DamagedStoreError
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.ledger import entries
from analytics.status import store_status
from analytics.store.shelf import snapshot_ids
from analytics.store.verify import store_problems
from analytics.vocabulary import Json


def status(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
    store: StoreOption = DEFAULT,
) -> None:
    """Say what is loaded, published and stale, and why."""
    told = store_status(store)
    say(json.dumps(told, indent=1) if as_json else "\n".join(status_lines(told)))


def verify(store: StoreOption = DEFAULT) -> None:
    """Check the store, its snapshots and its ledger; say what is wrong."""
    problems = (*store_problems(store), *ledger_problems(store))
    if problems:
        raise DamagedStoreError("\n".join(problems))
    say(
        f"All is well: the warehouse, {len(snapshot_ids(store))} snapshots "
        f"and the ledger's {len(entries(store))} entries."
    )


def status_lines(told: Mapping[str, Json]) -> Iterator[str]:
    """Put a store's state in words.

    Parameters
    ----------
    told : mapping of str to Json
        From `store_status`.

    Yields
    ------
    str
        A line.
    """
    yield f"Store {told['store']}" + (" (a command is writing to it)" if told["is_busy"] else "")
    source, snapshot, progress = _object(told["source"]), _object(told["snapshot"]), _object(told["progress"])
    if source:
        yield f"Loaded: {source['kind']} {source['name']}, at {source['loaded_at']} UTC"
    elif not told["is_busy"]:
        yield "Loaded: nothing yet. Run: ingest PATH"
    for table in map(_object, _list(told["tables"])):
        if table["present"]:
            yield f"  {table['table']}: {_count(table['rows_loaded'])} rows, {_count(table['rows_rejected'])} rejected"
    if snapshot:
        yield f"Published: snapshot {snapshot['id']}, customers as of {snapshot['as_of']}, at {snapshot['created_at']}"
        yield f"  tables: {', '.join(map(str, _list(told['published'])))}"
    else:
        yield "Published: nothing yet. Run: build"
    for stage in map(_object, _list(told["stages"])):
        yield f"  stage {stage['stage']}: {stage['state']}" + (f" ({stage['why']})" if stage["why"] else "")
    for name, why in sorted(_object(told["not_published"]).items()):
        yield f"  no {name}: {why}"
    if why := _object(told["network"])["why_not"]:
        yield f"  {why}"
    if told["structure_found"] is not None:
        found = "found" if told["structure_found"] else "not found"
        yield f"Structure among customers: {found}. {told['structure_reason'] or ''}".rstrip()
    for name, outcome in sorted(_object(told["outcomes"]).items()):
        fact = _object(outcome)
        has_model = "a model" if fact["has_model"] else f"no model: {fact['why_not']}"
        is_default = ", the default" if name == told["default_outcome"] and len(_object(told["outcomes"])) > 1 else ""
        yield f"Outcome {name} ({fact['source']}{is_default}): {has_model}"
        yield f"  {fact['definition']}"
    for note in map(_object, _list(told["adopted_notes"])):
        is_feature = (
            f"is the feature {note['feature']}" if note["is_feature"] else "is a feature from the next build on"
        )
        yield f"Note {note['note_id']}, adopted, {is_feature}"
    if progress:
        yield f"Last command: {progress['command']}, {progress['state']}. {progress['error'] or progress['message']}"


def _object(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list | tuple) else []


def _count(value: Json) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
