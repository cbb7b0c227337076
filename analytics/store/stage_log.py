"""What each stage of a build was made from, so that only what changed runs again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from analytics.store.connection import Warehouse
from analytics.vocabulary import Json

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class StageRun:
    """One stage as it last ran.

    Attributes
    ----------
    stage : str
        Its name.
    fingerprint : str
        Of everything that its result depends on.
    inputs : mapping of str to Json
        What that is: the source, the as-of day, the seed, the code's version, the stages before.
    finished_at : str
        UTC, ISO 8601.
    seconds : float
        How long it took.
    """

    stage: str
    fingerprint: str
    inputs: Mapping[str, Json]
    finished_at: str
    seconds: float


def fingerprint_of(inputs: Mapping[str, Json]) -> str:
    """Shorten the inputs of a stage to a text that changes when any of them does.

    Parameters
    ----------
    inputs : mapping of str to Json
        What the stage's result depends on.

    Returns
    -------
    str
        16 hexadecimal digits.

    Examples
    --------
    >>> fingerprint_of({"seed": 0, "source": "a"}) == fingerprint_of({"source": "a", "seed": 0})
    True
    """
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


def recorded_runs(warehouse: Warehouse) -> dict[str, StageRun]:
    """Read how each stage last ran.

    Parameters
    ----------
    warehouse : Warehouse
        Open for reading or writing.

    Returns
    -------
    dict of str to StageRun
        By stage; empty before the first build.
    """
    if warehouse.frame("SELECT 1 AS found FROM duckdb_tables() WHERE table_name = 'stages'").empty:
        return {}  # a store of an older version, open for reading only
    found = warehouse.frame("SELECT stage, fingerprint, inputs, finished_at, seconds FROM meta.stages")
    return {
        str(row.stage): StageRun(
            str(row.stage),
            str(row.fingerprint),
            json.loads(str(row.inputs)),
            str(row.finished_at),
            float(str(row.seconds)),
        )
        for row in found.itertuples()
    }


def record_run(cursor: DuckDBPyConnection, run: StageRun) -> None:
    """Write down how a stage ran, in place of its earlier run.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        The cursor of the transaction that wrote the stage's tables.
    run : StageRun
        The run.
    """
    cursor.execute("DELETE FROM meta.stages WHERE stage = $stage", {"stage": run.stage})
    cursor.execute(
        "INSERT INTO meta.stages VALUES ($stage, $fingerprint, $inputs, $finished_at, $seconds)",
        {
            "stage": run.stage,
            "fingerprint": run.fingerprint,
            "inputs": json.dumps(run.inputs, sort_keys=True),
            "finished_at": datetime.fromisoformat(run.finished_at).replace(tzinfo=None),
            "seconds": run.seconds,
        },
    )
