"""What notes are tested on: the machine alone, made once a process and state of the data."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.errors import InputError
from analytics.models.machine_alone import MachineAlone, fit_machine_alone
from analytics.models.note_trial import Opponent, opponent
from analytics.models.protected_proxy import groups_of
from analytics.settings import DEFAULT_OUTCOME, DEFAULT_SEED, FEWEST_POSITIVES
from analytics.store.connection import Warehouse
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
            made = _ground(warehouse, n_threads=n_threads)
            _made.clear()
            _made[key] = made
        return _made[key]


def _ground(warehouse: Warehouse, *, n_threads: int) -> NoteGround:
    cursor, source = warehouse.cursor(), loaded_source(warehouse)
    outcome = source.default_outcome or DEFAULT_OUTCOME
    labels = warehouse.frame(_LABELS, outcome=outcome)
    _refuse_few(labels, outcome)
    rows = point_rows(cursor)
    features = [name for name in cursor.table("built.features_at").columns if name not in _KEYS]
    columns = machine_columns(rows, kind=source.kind, features=features, protected=source.protected)
    known = rows[[*_KEYS, *columns]].assign(point=np.arange(len(rows)))
    if source.kind is not SourceKind.TABLE and "counterparty" in cursor.table("source.transactions").columns:
        as_of = cursor.execute("SELECT as_of FROM built.as_of_day").fetchall()[0][0]
        counted = counterparties_of_points(cursor, as_of=as_of)
        known = known.merge(counted.reset_index(), on=_KEYS, how="left")
        known[counted.columns] = known[counted.columns].fillna(0.0)
    labels = labels.assign(as_of=pd.to_datetime(labels["as_of"]), value=labels["value"].astype(int))
    labelled = known.merge(labels, on=_KEYS, validate="one_to_one").sort_values(_KEYS, ignore_index=True)
    extra = [name for name in labelled.columns if name not in features]
    machine = fit_machine_alone(labelled.drop(columns="point"), extra=extra, seed=DEFAULT_SEED, n_threads=n_threads)
    data = f"{outcome}: {int(labels['value'].sum())} of {len(labels)} until {labels['as_of'].max():%Y-%m-%d}"
    return NoteGround(source, outcome, data, rows, labelled["point"].to_numpy(), machine, _groups(rows, source))


def _refuse_few(labels: pd.DataFrame, outcome: str) -> None:
    n_positive = int(labels["value"].sum())
    fewest = min(n_positive, len(labels) - n_positive)
    if fewest < FEWEST_POSITIVES:
        raise InputError(
            f"Notes are tested on what happened, and of the outcome {outcome} only {n_positive:,} of {len(labels):,} "
            f"known values are 1: at least {FEWEST_POSITIVES} of either kind are needed."
        )


def _groups(rows: pd.DataFrame, source: LoadedSource) -> dict[str, np.ndarray]:
    as_of = pd.Timestamp(rows["as_of"].max())
    return {name: groups_of(rows[name], as_of=as_of) for name in source.protected if name in rows}
