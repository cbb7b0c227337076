"""What notes are tested on: the machine alone, made once a process and state of the data."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.errors import InputError
from analytics.models.machine_alone import MachineAlone, fit_machine_alone
from analytics.models.note_trial import Opponent, opponent
from analytics.models.protected_proxy import groups_of
from analytics.settings import DEFAULT_OUTCOME, DEFAULT_SEED, FEWEST_POSITIVES
from analytics.stages.described import NOTES
from analytics.store.connection import Cursor, Warehouse
from analytics.store.note_rows import machine_columns, point_rows
from analytics.store.payments import counterparties_of_points
from analytics.store.source import LoadedSource, loaded_source
from analytics.store.stage_log import recorded_runs
from analytics.vocabulary import SourceKind

_KEYS = ["customer_id", "as_of"]
_LABELS = "SELECT customer_id, as_of, value FROM built.labels WHERE outcome = $outcome AND value IS NOT NULL"


@dataclass(frozen=True)
class NoteGround:
    """The rows, the machine, and who belongs to which protected group.

    Attributes
    ----------
    source : LoadedSource
        What the store was loaded from.
    outcome : str
        The outcome that notes are tested on: the source's default one.
    data : str
        Names the outcomes that are known: a note is tested on them once.
    rows : DataFrame
        Every point, with all that rules may name.
    points : ndarray of int
        For each of the machine's rows its place in `rows`.
    machine : MachineAlone
        Fitted without any note.
    groups : mapping of str to ndarray
        For each protected attribute the group of each of `rows`.
    opponents : dict of int to Opponent
        The machine with a slice, by the number of its conditions; filled as they are needed.
    """

    source: LoadedSource
    outcome: str
    data: str
    rows: pd.DataFrame
    points: np.ndarray
    machine: MachineAlone
    groups: Mapping[str, np.ndarray]
    opponents: dict[int, Opponent] = field(default_factory=dict)

    def opponent(self, n_conditions: int) -> Opponent:
        """The machine with its best slice of so many conditions."""
        if n_conditions not in self.opponents:
            self.opponents[n_conditions] = opponent(self.machine, n_conditions)
        return self.opponents[n_conditions]


_made: dict[tuple[Path, str], NoteGround] = {}
_making = threading.Lock()


def note_ground(warehouse: Warehouse, *, n_threads: int = 1) -> NoteGround:
    """Fit the machine alone on what the warehouse holds; a process keeps the latest.

    Parameters
    ----------
    warehouse : Warehouse
        Open, after the stage ``features``.
    n_threads : int, default 1
        Threads to use; the result does not depend on it.

    Returns
    -------
    NoteGround
        The same object as long as the data are the same.

    Raises
    ------
    InputError
        If nothing was built, or too few outcomes are known.
    """
    run = recorded_runs(warehouse).get("features")
    if run is None:
        raise InputError("There are no features yet: run build.")
    key = (warehouse.store, run.fingerprint)
    with _making:
        if key not in _made:
            source, cursor = loaded_source(warehouse), warehouse.cursor()
            problem = too_few(cursor, source.default_outcome or DEFAULT_OUTCOME)
            if problem:
                raise InputError(problem)
            made = ground_of(cursor, source, n_threads=n_threads, with_notes=True)
            _made.clear()
            _made[key] = made
        return _made[key]


def too_few(cursor: Cursor, outcome: str) -> str | None:
    """Say why there are too few outcomes for a test; None where there are enough."""
    values = cursor.execute(_LABELS, {"outcome": outcome}).df()["value"]
    n_positive = int(values.sum())
    if min(n_positive, len(values) - n_positive) >= FEWEST_POSITIVES:
        return None
    return (
        f"Notes are tested on what happened. Of the outcome {outcome} {n_positive:,} of {len(values):,} known values "
        f"are 1: at least {FEWEST_POSITIVES} of either kind are needed."
    )


def ground_of(cursor: Cursor, source: LoadedSource, *, n_threads: int, with_notes: bool) -> NoteGround:
    """Fit the machine alone, whatever was fitted before.

    Parameters
    ----------
    cursor : Cursor
        A cursor of the warehouse, after the stage ``features``.
    source : LoadedSource
        What it was loaded from.
    n_threads : int
        Threads to use.
    with_notes : bool
        Whether the machine reads the columns of notes that are adopted already: it does where another note is tested,
        not where the adopted ones are measured anew.

    Returns
    -------
    NoteGround
        Ready for tests.
    """
    outcome = source.default_outcome or DEFAULT_OUTCOME
    rows = point_rows(cursor)
    features = [name for name in cursor.table("built.features_at").columns if name not in _KEYS]
    features = [name for name in features if with_notes or not name.startswith(NOTES)]
    labelled = _labelled(cursor, source, rows, features)
    extra = [name for name in labelled.columns if name not in features]
    machine = fit_machine_alone(labelled.drop(columns="point"), extra=extra, seed=DEFAULT_SEED, n_threads=n_threads)
    n_positive, last = int(labelled["value"].sum()), labelled["as_of"].max()
    data = f"{outcome}: {n_positive} of {len(labelled)} until {last:%Y-%m-%d}"
    return NoteGround(source, outcome, data, rows, labelled["point"].to_numpy(), machine, _groups(rows, source))


def _labelled(cursor: Cursor, source: LoadedSource, rows: pd.DataFrame, features: Collection[str]) -> pd.DataFrame:
    columns = machine_columns(rows, kind=source.kind, features=features, protected=source.protected)
    columns = [name for name in columns if name in features or not name.startswith(NOTES)]
    known = rows[[*_KEYS, *columns]].assign(point=np.arange(len(rows)))
    if source.kind is not SourceKind.TABLE:
        as_of = cursor.execute("SELECT as_of FROM built.as_of_day").fetchall()[0][0]
        counted = counterparties_of_points(cursor, as_of=as_of)
        known = known.merge(counted.reset_index(), on=_KEYS, how="left")
        known[counted.columns] = known[counted.columns].fillna(0.0)
    labels = cursor.execute(_LABELS, {"outcome": source.default_outcome or DEFAULT_OUTCOME}).df()
    labels = labels.assign(as_of=pd.to_datetime(labels["as_of"]), value=labels["value"].astype(int))
    return known.merge(labels, on=_KEYS, validate="one_to_one").sort_values(_KEYS, ignore_index=True)


def _groups(rows: pd.DataFrame, source: LoadedSource) -> dict[str, np.ndarray]:
    as_of = pd.Timestamp(rows["as_of"].max())
    return {name: groups_of(rows[name], as_of=as_of) for name in source.protected if name in rows}
