"""The ways to divide the customers that are worth looking at, with what each tells."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.insights.held_out import held_out_value
from analytics.insights.partitions import protected_agreement
from analytics.models.confirm_part import confirm_part
from analytics.store.snapshots import Snapshot
from pages.shared.formats import plural, words
from pages.shared.readers import facts, population
from pages.shared.readers.partitions import segment_numbers
from pages.shared.readers.population import Mask
from pages.shared.readers.remembered import remembered_of_build

SEED = 0
LEAST_AGREEMENT = 0.01
"""Adjusted mutual information below which two decimals show nothing."""

_SHAPES = {
    "wide and narrow clouds": "segments may differ in width",
    "own clouds": "segments may differ in shape",
}
_AGREES = "agrees_"
_HELD_OUT = ("auc", "auc_lower", "auc_upper", "gain", "gain_lower", "gain_upper", "n_customers", "n_positive")


@remembered_of_build
def gallery(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """The partitions worth looking at, the one in force first, then by how likely they are.

    `candidate`, `title`, `n_segments`, `stability`, `shortfall` (score below that of the one in force, as a share),
    `standing` (in words), `auc`, `auc_lower`, `auc_upper`, `gain`, `gain_lower`, `gain_upper` (missing where too few
    outcomes are known), `n_customers`, `n_positive`, and `agrees_…` for each protected attribute.
    """
    kept = snapshot.query("candidate_numbers")
    table = snapshot.table("segment_candidates").merge(kept, on="candidate")
    table = table.sort_values(["is_chosen", "score"], ascending=False, ignore_index=True)
    if table.empty:
        return table.assign(title="", standing="", shortfall=0.0)
    rows = [_measured(snapshot, int(number), outcome) for number in table["candidate"]]
    shown = table[["candidate", "n_segments", "stability"]].assign(
        title=[_title(int(n), str(how)) for n, how in zip(table["n_segments"], table["method"], strict=True)],
        standing=np.select([table["is_chosen"], table["is_near_tie"]], ["in force", "near-tie"], "another size"),
        shortfall=1 - table["score"] / table["score"].iloc[0],
    )
    return pd.concat([shown, pd.DataFrame(rows)], axis=1)


def set_aside(snapshot: Snapshot, outcome: str) -> tuple[Mask, npt.NDArray[np.float64]]:
    """Who is in the confirm part with a known outcome, and the outcome."""
    ids = population.customer_ids(snapshot)
    if "labels" not in snapshot.tables():
        return np.zeros(len(ids), dtype=np.bool_), np.zeros(len(ids))
    values = snapshot.query("population_label", outcome=outcome)["value"].to_numpy(dtype=np.float64)
    return confirm_part(ids).to_numpy() & (values >= 0), values


def agreement_words(row: pd.Series[float]) -> str:
    """Say how far a partition of the gallery agrees with protected attributes, largest first; empty if not known."""
    names = [str(name) for name in row.index if str(name).startswith(_AGREES)]
    known = row[names].astype(float).dropna().sort_values(ascending=False)
    above = known[known >= LEAST_AGREEMENT]
    if known.empty:
        return ""
    if above.empty:
        return "no protected attribute (each below 0.01)"
    return ", ".join(f"{words(str(name).removeprefix(_AGREES)).lower()} {value:.2f}" for name, value in above.items())


def _measured(snapshot: Snapshot, number: int, outcome: str) -> dict[str, float]:
    segment = segment_numbers(snapshot, number)
    known, values = set_aside(snapshot, outcome)
    known = known & (segment >= 0)
    told = held_out_value(segment[known], values[known], seed=SEED)
    row = {name: np.nan if told is None else float(getattr(told, name)) for name in _HELD_OUT}
    described = segment >= 0
    agreement = protected_agreement(
        segment[described],
        _people(snapshot)[described],
        protected=facts.protected(snapshot),
        as_of=date.fromisoformat(facts.as_of(snapshot)),
        seed=SEED,
    )
    return row | {f"{_AGREES}{name}": value for name, value in agreement.items()}


@remembered_of_build
def _people(snapshot: Snapshot) -> pd.DataFrame:
    names = [name for name in facts.protected(snapshot) if name in snapshot.columns("customers")]
    table = snapshot.table("customers").set_index("customer_id")
    return table[names].reindex(population.customer_ids(snapshot))


def _title(n_segments: int, method: str) -> str:
    how = _SHAPES.get(method)
    return plural(n_segments, "segment") + (f"; {how}" if how else "")
