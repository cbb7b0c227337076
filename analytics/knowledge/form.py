"""Whether the ledger's tables and triggers are those that Tandem made."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache

from sqlalchemy import Connection, select

from analytics.knowledge.migrations import files, newest_version, statements
from analytics.knowledge.tables import VERSIONS

_SQLITE = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL"
_POSTGRESQL = """
    SELECT 'trigger ' || tgname, tgenabled::text || ' ' || pg_get_triggerdef(oid, true)
    FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN ('entries'::regclass, 'customer_keys'::regclass)
    UNION ALL
    SELECT 'function ' || proname, prosrc
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND left(proname, 7) = 'refuse_'
"""
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+) .*", re.DOTALL)
_FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(.*\$\$(.*)\$\$", re.DOTALL)


def form_problems(connection: Connection) -> Iterator[str]:
    """Compare the form of a ledger with what its migrations make.

    Parameters
    ----------
    connection : Connection
        To the ledger.

    Yields
    ------
    str
        A sentence a problem: a trigger that is missing, switched off or changed, a table that is not as it was made.
    """
    versions = sorted(connection.execute(select(VERSIONS.c.version)).scalars())
    if versions != list(range(1, newest_version() + 1)):
        yield f"Ledger: its list of versions is {versions}: it was edited."
    if connection.dialect.name == "sqlite":
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        yield from (f"Ledger: the file is damaged: {line}." for line in found if line != "ok")
        yield from _differences(_expected_of_sqlite(), _form(connection.exec_driver_sql(_SQLITE).all()))
    else:
        yield from _differences(_expected_of_postgresql(), _form(connection.exec_driver_sql(_POSTGRESQL).all()))


def _differences(expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for name, told in expected.items():
        if name not in found:
            yield f"Ledger: the {name} is missing."
        elif told != found[name]:
            yield f"Ledger: the {name} was changed."
    yield from (f"Ledger: there is a {name} that Tandem didn't make." for name in found if name not in expected)


def _form(rows: Iterable[Sequence[object]]) -> dict[str, str]:
    return {str(name): " ".join(str(told).split()) for name, told in rows}


@cache
def _expected_of_sqlite() -> dict[str, str]:
    with closing(sqlite3.connect(":memory:")) as made:
        for path in files("sqlite"):
            for statement in statements(path):
                made.execute(statement)
        return _form(made.execute(_SQLITE).fetchall())


@cache
def _expected_of_postgresql() -> dict[str, str]:
    made = [statement for path in files("postgresql") for statement in statements(path)]
    triggers = [found for found in map(_TRIGGER.fullmatch, made) if found]
    functions = [found for found in map(_FUNCTION.fullmatch, made) if found]
    return _form(
        [(f"trigger {found[1]}", f"O {found[0]}") for found in triggers]
        + [(f"function {found[1]}", found[2]) for found in functions]
    )
