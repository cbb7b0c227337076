"""How often false notes are adopted, whether true ones pass, and what context adds on a real bank.

    python -m benchmarks.notes false --store STORE [--first 0] [--worlds 10] [--notes 20]
    python -m benchmarks.notes true --store STORE --bank FOLDER
    python -m benchmarks.notes real --data FOLDER

STORE is a built store of the demo bank that nobody needs (notes are written into its ledger by ``true``), FOLDER the
bank's folder, or the folder that holds ``tables/bank_additional.csv.gz``.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import norm

from analytics.acting import do
from analytics.models.boosting import SETTINGS
from analytics.models.error_budget import next_level
from analytics.models.machine_alone import MachineAlone, fit_machine_alone
from analytics.models.note_evidence import note_evidence
from analytics.models.note_trial import opponent
from analytics.models.ranked_metrics import ranked, weighted_metrics
from analytics.stages.note_ground import NoteGround, note_ground
from analytics.store.connection import open_for_reading
from analytics.vocabulary import Json

TRIED = 40
"""Clumps that somebody looks at before they draw the worst."""


def false_notes(store: Path, *, worlds: range, n_notes: int) -> pd.DataFrame:
    """Redraw outcomes from a model's own probabilities, so that no note adds; draw notes around clumps of misses.

    A world is drawn from its number alone, so a run that was stopped goes on with ``--first``.
    """
    with open_for_reading(store) as warehouse:
        ground = note_ground(warehouse)
        places = warehouse.frame("SELECT customer_id, x, y FROM built.map").set_index("customer_id")
    rows = []
    for world in worlds:
        random = np.random.default_rng(world)
        machine = _redrawn(ground, random)
        where = places.reindex(machine.customers)[["x", "y"]].to_numpy(dtype=float)
        history: list[bool] = []
        fitted = {n: opponent(machine, n).fitted for n in (2, 3)}
        for number in range(n_notes):
            kind, column, seen = _drawn(machine, where, random, by_lasso=number % 2 == 0)
            used = machine
            if kind == "lasso":
                days = machine.rows.days
                used = machine.among(days == days.max())
            evidence = note_evidence(used, fitted[3 if kind == "lasso" else 2], column.astype(float))
            history.append(evidence.p_value <= next_level(history))
            rows.append((world, kind, seen, evidence.p_value, history[-1]))
        print(f"world {world}: {sum(history)} of {n_notes} adopted", flush=True)
    return pd.DataFrame(rows, columns=["world", "kind", "p_where_drawn", "p_value", "adopted"])


def _redrawn(ground: NoteGround, random: np.random.Generator) -> MachineAlone:
    machine = ground.machine
    chance = expit(np.where(machine.confirms, machine.plain_margin, machine.unseen))
    table = pd.DataFrame(machine.rows.matrix, columns=list(machine.design.columns))
    table.insert(0, "customer_id", machine.customers)
    table.insert(1, "as_of", pd.Timestamp("1970-01-01") + pd.to_timedelta(machine.rows.days, unit="D"))
    table["value"] = (random.random(len(chance)) < chance).astype(int)
    extra = [name for name in table.columns if name.startswith(("payments with", "regions."))]
    return fit_machine_alone(table, extra=extra, seed=machine.seed, n_threads=1)


def _drawn(
    machine: MachineAlone, where: np.ndarray, random: np.random.Generator, *, by_lasso: bool
) -> tuple[str, np.ndarray, float]:
    explore = machine.explores
    chance = expit(np.where(explore, machine.unseen, 0.0))
    miss, spread = (np.where(explore, each, 0.0) for each in (machine.rows.values - chance, chance * (1 - chance)))
    best = (-np.inf, np.zeros(len(chance), dtype=bool))
    for _ in range(TRIED):
        column = _circle(where, random) if by_lasso else _rule(machine.rows.matrix, random)
        if spread[column].sum() > 5:
            best = max(
                best, (float(miss[column].sum() / np.sqrt(spread[column].sum())), column), key=lambda one: one[0]
            )
    return ("lasso" if by_lasso else "rule"), best[1], float(norm.sf(best[0]))


def _circle(where: np.ndarray, random: np.random.Generator) -> np.ndarray:
    known = np.flatnonzero(~np.isnan(where[:, 0]))
    apart = np.hypot(*(where - where[random.choice(known)]).T)
    return np.asarray(apart <= np.nanquantile(apart, random.uniform(0.03, 0.12)))


def _rule(matrix: np.ndarray, random: np.random.Generator) -> np.ndarray:
    inside = np.ones(len(matrix), dtype=bool)
    for column in random.choice(matrix.shape[1], 2, replace=False):
        cut = np.nanquantile(matrix[:, column], random.uniform(0.1, 0.9))
        inside &= matrix[:, column] > cut if random.random() < 0.5 else matrix[:, column] <= cut
    return inside


STALLS = "counterparty in ('Lantern Fair Stall', 'Lantern Guild', 'Lantern Tea House')"
FESTIVAL = (
    "booked_on in ('2024-02-10' to '2024-02-19', '2025-01-29' to '2025-02-07', '2026-02-17' to '2026-02-26', "
    "'2027-02-06' to '2027-02-15')"
)


def true_notes(store: Path, bank: Path) -> pd.DataFrame:
    """Test the two true notes and the plausible wrong ones of the demo bank, in this order of writing down."""
    random = np.random.default_rng(0)
    context = pd.read_parquet(bank / "truth" / "context.parquet").set_index("cause")
    customers = pd.read_parquet(bank / "customers.parquet")
    outcomes = pd.read_parquet(bank / "outcomes.parquet").query("outcome == 'churn' and value == 1")
    speakers = customers.loc[customers["language"] == "coastal", "customer_id"]
    proxy = [*speakers[random.random(len(speakers)) < 0.9], *outcomes["customer_id"].drop_duplicates().sample(
        frac=0.25, random_state=0)]  # fmt: skip
    steel = "regions.main_employer = 'Norvik Steel'"
    notes: dict[str, dict[str, Json]] = {
        "festival (true)": {"rule": f"{steel} and payments({STALLS}, {FESTIVAL}, within_days = 365) >= 1"},
        "list (true)": {"customers": context["members"].to_dict()["undisclosed_list"].tolist()},
        "stalls on any day": {"rule": f"payments({STALLS}, within_days = 365) >= 1"},
        "stalls on any day, steel": {"rule": f"{steel} and payments({STALLS}, within_days = 365) >= 1"},
        "everyone in the steel regions": {"rule": steel},
        "a random list": {"customers": random.choice(customers["customer_id"], 300, replace=False).tolist()},
        "stands for a language": {"customers": sorted(set(proxy))},
    }
    rows = []
    for name, who in notes.items():
        about: dict[str, Json] = {"subject_kind": "calendar", "subject_id": name, "kind": "other", "body": name}
        called = do(store, {"act": "note", **about, **who}, author="expert").id
        row = do(store, {"act": "test_note", "note": called}, author="expert").row
        told = (
            "supported",
            "p_value",
            "level",
            "gain",
            "lower",
            "upper",
            "effect",
            "told_by_columns",
            "n_scope",
            "why",
        )
        rows.append((name, *(row[each] for each in told)))
        print(rows[-1], flush=True)
    return pd.DataFrame(rows, columns=["note", *TOLD])


TOLD = ("supported", "p_value", "level", "gain", "lower", "upper", "effect", "told_by_columns", "n_scope", "why")
CONTEXT = ("emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed")


def real_context(data: Path) -> pd.DataFrame:
    """Train on all before, test on each next twentieth of the second half, with and without the five columns."""
    import lightgbm

    table = pd.read_csv(data / "tables" / "bank_additional.csv.gz", sep=";").drop(columns="duration")
    values = (table.pop("y") == "yes").to_numpy(dtype=float)
    coded = table.apply(lambda column: column if column.dtype.kind in "if" else column.astype("category"))
    edges = np.linspace(len(table) // 2, len(table), 11).astype(int)
    settings = {**SETTINGS, "num_threads": 1, "seed": 0, "min_data_in_leaf": 20}
    rows = []
    for columns, name in ((coded.columns.difference(CONTEXT, sort=False), "without"), (coded.columns, "with")):
        said = np.full(len(table), np.nan)
        for start, end in pairwise(edges):
            train = lightgbm.Dataset(coded.iloc[:start][columns], values[:start], params={"verbosity": -1})
            model = lightgbm.train(settings, train, num_boost_round=150)
            said[start:end] = model.predict(coded.iloc[start:end][columns], num_threads=1)
        later = ~np.isnan(said)
        within = [_auc(said[start:end], values[start:end]) for start, end in pairwise(edges)]
        rows.append((name, _auc(said[later], values[later]), float(np.mean(within))))
    return pd.DataFrame(rows, columns=["model", "auc_rolling", "auc_within_blocks"])


def _auc(probability: np.ndarray, values: np.ndarray) -> float:
    return float(weighted_metrics(ranked(probability, values), np.ones((1, len(values))))[0, 0])


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["false", "true", "real"])
    parser.add_argument("--store", type=Path)
    parser.add_argument("--bank", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument(
        "--first", type=int, default=0, help="the number of the first world, to go on where a run ended"
    )
    parser.add_argument("--worlds", type=int, default=10)
    parser.add_argument("--notes", type=int, default=20)
    asked = parser.parse_args()
    if asked.what == "false":
        worlds = range(asked.first, asked.first + asked.worlds)
        table = false_notes(asked.store, worlds=worlds, n_notes=asked.notes)
        print(table.groupby("kind")[["adopted"]].agg(["sum", "size"]))
        for limit in (0.05, 0.01):
            drawn, fresh = (table[name] <= limit for name in ("p_where_drawn", "p_value"))
            print(
                f"p <= {limit}: {drawn.mean():.0%} where they were drawn, {fresh.mean():.1%} on customers who confirm"
            )
    elif asked.what == "true":
        print(true_notes(asked.store, asked.bank).to_string())
    else:
        print(real_context(asked.data).to_string())


if __name__ == "__main__":
    main()
