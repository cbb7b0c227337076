"""`user` and `act`: who works with the store, and what they do by command."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from analytics.access import passphrases
from analytics.acting import do, known
from analytics.commands.keeping import author
from analytics.commands.terminal import DEFAULT, StoreOption, say
from analytics.errors import InputError, TandemError
from analytics.knowledge import ledger
from analytics.knowledge.conflict import ConflictError
from analytics.knowledge.draft import Done
from analytics.knowledge.fields import Fields, said
from analytics.knowledge.people import person_called, profile
from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import Act
from analytics.store.connection import WAREHOUSE_FILE
from analytics.vocabulary import Json


def user(
    name: Annotated[str, typer.Argument(help="What the person is called.")],
    role: Annotated[
        str | None, typer.Option(help="analyst, expert, executive, auditor, administrator or adviser.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="Where they work.")] = None,
    passphrase: Annotated[
        bool | None, typer.Option("--passphrase/--no-passphrase", help="Ask for a passphrase to sign in with, or none.")
    ] = None,
    store: StoreOption = DEFAULT,
) -> None:
    """Make or change a local profile, or its passphrase."""
    if role is None and passphrase is None:
        raise InputError("Missing option '--role': analyst, expert, executive, auditor, administrator or adviser.")
    if role is None:
        person_called(knowledge(store).people, name)
    new = _asked_for() if passphrase else ""
    if role is not None:
        _write_profile(store, name, role, team)
    if passphrase:
        passphrases.set_passphrase(store, name, new)
        say(f"{name} signs in with a passphrase from now on; whoever was signed in as {name} signs in anew.")
    elif passphrase is False:
        passphrases.drop_passphrase(store, name)
        say(f"{name} signs in without a passphrase.")


def _asked_for() -> str:
    """Ask twice for a passphrase, unseen; a call without a terminal hands it over as one line."""
    if not sys.stdin.isatty():
        told = sys.stdin.readline().rstrip("\r\n")
    else:
        told = getpass.getpass("Passphrase: ")
        if getpass.getpass("Once more: ") != told:
            raise InputError("The two differ. Nothing was changed.")
    return passphrases.long_enough(told)


def _write_profile(store: Path, name: str, role: str, team: str | None) -> None:
    payload = profile(Fields("user", said(name=name, role=role, team=team)))
    subject = f"person:{payload['name']}"
    ledger.append(store, author=author(), act=Act.PROFILE, subject=subject, payload=payload, touches=(subject,))
    say(f"{payload['name']} is {payload['role']}{f', {team}' if team else ''}.")


def act(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="One JSON object a line, each an act.")],
    name: Annotated[str, typer.Option("--as", metavar="USER", help="Who does them.")],
    store: StoreOption = DEFAULT,
) -> None:
    """Do acts, and print one JSON result a line: ok, id, and error where one is refused."""
    acts = _acts(file)
    if not (store / WAREHOUSE_FILE).is_file():
        raise InputError(f"There is no store in {store}: run ingest PATH first.")
    person_called(knowledge(store).people, name)
    known(store)
    for each in acts:
        say(json.dumps(_result(store, each, name), ensure_ascii=False))


def _result(store: Path, told: Mapping[str, Json], name: str) -> dict[str, Json]:
    """Do one act; one that is refused must not hold the others up."""
    seen = told.get("seen")
    try:
        if seen is not None and (isinstance(seen, bool) or not isinstance(seen, int)):
            raise InputError('"seen" is the number of an entry of the ledger.')
        return _told(do(store, told, author=name, seen=seen))
    except ConflictError as conflict:
        theirs: list[Json] = [
            {"sequence": entry.sequence, "author": entry.author, "act": entry.act, "payload": entry.payload}
            for entry in conflict.entries
        ]
        return {"ok": False, "act": told.get("act"), "error": str(conflict), "theirs": theirs}
    except TandemError as reason:
        return {"ok": False, "act": told.get("act"), "error": str(reason)}


def _told(done: Done) -> dict[str, Json]:
    more: dict[str, Json] = {"ids": list(done.ids)} if len(done.ids) > 1 else {}
    return {"ok": True, "act": done.act, "id": done.id, "sequence": done.sequence, **more, **done.row}


def _acts(file: Path) -> list[Mapping[str, Json]]:
    if not file.is_file():
        raise InputError(f"There is no file {file}.")
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError(f"{file} is not UTF-8 text. Nothing was done.") from None
    return [_parsed(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _parsed(file: Path, number: int, line: str) -> Mapping[str, Json]:
    try:
        found = json.loads(line)
    except ValueError as reason:
        raise InputError(f"{file}, line {number} is no JSON ({reason}). Nothing was done.") from None
    if not isinstance(found, dict):
        raise InputError(f'{file}, line {number} is no JSON object such as {{"act": "undo"}}. Nothing was done.')
    return found
