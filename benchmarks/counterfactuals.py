"""Counterfactuals beside DiCE's, on the same model and customers in one run.

    python -m venv /tmp/dice && /tmp/dice/bin/pip install dice-ml==0.12 "pandas<3" lightgbm
    python -m benchmarks.counterfactuals STORE OUTCOME N /tmp/dice/bin/python

takes N customers at high risk from a built store and prints a row a method: processor seconds a customer, for how many
something was found, whether it is valid, features changed and L1/MAD distance (both over the features that may be acted
on), and how many proposals break a rule of `analytics.models.change_rules`. DiCE is told the same features, ranges and
directions; it can't be told what belongs together. Both use one thread; both are asked for up to three. Ours
searches all customers at high risk at once, as a build does, and its cost is per customer of those. The last line asks
ours to halve the risk of every customer of the store, and says how many of its proposals are not valid or break a rule.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.models.change_rules import violations
from analytics.models.changes_tried import Field, Reader
from analytics.models.counterfactual_tables import field_of
from analytics.models.counterfactuals import find_counterfactuals
from analytics.models.levers import Rule, actors_for, catalogue_rules, levers_for
from analytics.models.model_card import stored_model
from analytics.models.named_rows import Floats, NamedRows
from analytics.models.risk_bands import high_border
from analytics.store.snapshots import Snapshot, current_snapshot

MISSING = -9999.0
PEER = Path(__file__).with_name("counterfactuals_peer.py")
COLUMNS = ("method", "cpu_ms", "found", "of", "proposals", "valid", "features", "l1_mad", "broken", "plausibility")


@dataclass(frozen=True)
class Task:
    """What both are asked: customers at high risk, with the model and all that a change may be."""

    outcome: str
    field: Field
    rows: NamedRows
    rules: dict[str, Rule]
    able: np.ndarray
    asked: np.ndarray
    threshold: float

    @property
    def varied(self) -> list[str]:
        """Features that may be acted on."""
        return list(dict.fromkeys(name for lever in self.field.levers for name in lever.acts_on))


def task_of(snapshot: Snapshot, outcome: str, n: int) -> Task:
    """Read a store's model and choose customers, the same ones on every run."""
    models, files = snapshot.table("models"), snapshot.table("model_files")
    own = files[files["model_id"] == models.loc[models["outcome"] == outcome, "model_id"].iloc[0]]
    model = stored_model(dict(zip(own["part"], own["text"], strict=True)))
    features, rules = snapshot.table("features"), catalogue_rules(snapshot.table("feature_catalog"))
    reader = Reader(model, 1)
    rows = reader.rows(features)
    field = field_of(reader, rows, levers_for(outcome, rows, rules, model.design.levels), features["customer_id"])
    labels = snapshot.table("labels")
    threshold = high_border(float(labels.loc[labels["outcome"] == outcome, "value"].mean()))
    names = [name for lever in field.levers for name in lever.acts_on]
    whole = ~np.isnan(np.column_stack([rows[name] for name in names])).any(axis=1)
    able = np.flatnonzero((reader.probability(rows) >= threshold) & whole)
    asked = np.sort(np.random.default_rng(0).permutation(able)[:n])
    return Task(outcome, field, rows, rules, able, asked, threshold)


def ours(task: Task) -> tuple[float, dict[int, list[Floats]]]:
    """Search for all at high risk at once, as a build does; gives what that costs for as many as were asked for."""
    started = time.process_time()
    thresholds = np.full(len(task.able), task.threshold)
    found = find_counterfactuals(task.field, task.rows.among(task.able), task.able, thresholds)
    seconds = (time.process_time() - started) * len(task.asked) / len(task.able)
    options: dict[int, list[Floats]] = {}
    for option in found.options:
        if option.owner in set(task.asked.tolist()):
            options.setdefault(option.owner, []).append(option.values)
    return seconds, options


def dice(task: Task, python: str, method: str) -> tuple[float, dict[int, list[Floats]]]:
    """Let DiCE search in its own environment."""
    calibration = task.field.reader.model.calibration
    values = np.where(np.isnan(task.rows.values), MISSING, task.rows.values)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pd.DataFrame(values, columns=list(task.rows.columns)).to_csv(folder / "rows.csv", index=False)
        task.field.reader.model.booster.save_model(str(folder / "model.txt"))
        told = {
            "asked": task.asked.tolist(),
            "ranges": [_ranges(task, int(place)) for place in task.asked],
            "threshold": task.threshold,
            **{part: getattr(calibration, part) for part in ("slope", "skew", "intercept", "shift")},
        }
        (folder / "task.json").write_text(json.dumps(told))
        subprocess.run([python, str(PEER), str(folder), method], check=True, capture_output=True)
        answers = json.loads((folder / f"{method}.json").read_text())
    for said in {answer["said"] for answer in answers if answer["said"]}:
        print(f"  {method}: {said[:160]}")
    rows = {
        int(place): [_with_gaps(task, int(place), np.array(row)) for row in answer["rows"]]
        for place, answer in zip(task.asked, answers, strict=True)
        if answer["rows"]
    }
    return sum(answer["seconds"] for answer in answers), rows


def _with_gaps(task: Task, place: int, row: Floats) -> Floats:
    """What DiCE rounded without being asked to vary it is as it was."""
    varied = np.isin(task.rows.columns, task.varied)
    return np.where(varied, row, task.rows.values[place])


def _ranges(task: Task, place: int) -> dict[str, list[float]]:
    """The least and most of each feature that may be acted on, from the customer's own value on the allowed side."""
    found = {}
    for name in task.varied:
        column, own = task.rows.columns.index(name), float(task.rows[name][place])
        low, high = float(task.field.ranges.lowest[column]), float(task.field.ranges.highest[column])
        way = task.rules[name].direction
        low, high = own if way == "up" else low, own if way == "down" else high
        if low < high:
            found[name] = [low, high]
    return found


def judged(task: Task, method: str, seconds: float, found: dict[int, list[Floats]]) -> tuple[object, ...]:
    """Hold what a method found against the model, the rules and real customers."""
    owners = np.array([owner for owner, rows in found.items() for _ in rows], dtype=np.intp)
    cost = 1000 * seconds / len(task.asked)
    if not len(owners):
        return (method, f"{cost:.2f}", 0, len(task.asked), 0, "-", "-", "-", "-", "-")
    before = task.rows.among(owners)
    after = NamedRows(task.rows.columns, np.array([row for rows in found.values() for row in rows]))
    columns = [task.rows.columns.index(name) for name in task.varied]
    real = task.rows.values[:, columns]
    spread = np.nanmedian(np.abs(real - np.nanmedian(real, axis=0)), axis=0)
    step = np.abs(after.values - before.values)[:, columns]
    valid = task.field.reader.probability(after) < task.threshold
    breaks = broken_rules(task, before, after)
    return (
        method,
        f"{cost:.2f}",
        len(found),
        len(task.asked),
        len(owners),
        f"{valid.mean():.2f}",
        f"{(step > 1e-9).sum(axis=1).mean():.2f}",
        f"{(step / np.where(spread > 0, spread, 1)).sum(axis=1).mean():.2f}",
        f"{breaks.mean():.2f}",
        f"{np.median(task.field.ground.plausibility(after, owners)):.2f}",
    )


def broken_rules(task: Task, before: NamedRows, after: NamedRows) -> np.ndarray:
    """Say of each proposal whether it breaks a rule."""
    broken = violations(
        before,
        after,
        rules=task.rules,
        actors=actors_for(task.outcome, task.rules),
        follows={name for lever in task.field.levers for name in lever.follows},
        ranges=task.field.ranges,
    )
    return np.asarray(np.any(list(broken.values()), axis=0))


def for_everybody(task: Task) -> str:
    """Ask ours for a change that halves the risk, for every customer; say what came out."""
    reader, started = task.field.reader, time.process_time()
    everyone = np.arange(len(task.rows))
    found = find_counterfactuals(task.field, task.rows, everyone, reader.probability(task.rows) / 2).options
    seconds = time.process_time() - started
    owners = np.array([option.owner for option in found], dtype=np.intp)
    after = NamedRows(task.rows.columns, np.array([option.values for option in found]))
    before = task.rows.among(owners)
    invalid = int((reader.probability(after) >= reader.probability(before) / 2).sum())
    broken = broken_rules(task, before, after)
    return (
        f"everybody: {len(everyone)} customers, {len(set(owners.tolist()))} of them with {len(found)} options in"
        f" {seconds:.1f} processor s; not valid {invalid}, breaking a rule {int(broken.sum())}"
    )


def main(store: str, outcome: str, n: int, python: str) -> None:
    """Print the table."""
    snapshot = current_snapshot(Path(store))
    if snapshot is None:
        raise SystemExit(f"{store} has no snapshot: run build.")
    task = task_of(snapshot, outcome, n)
    everything = {"ours": ours(task), **{f"dice {name}": dice(task, python, name) for name in ("random", "genetic")}}
    # Compared in sparsity and distance are the customers for whom all methods found something.
    rows = [judged(task, name, seconds, found) for name, (seconds, found) in everything.items()]
    shared = set.intersection(*(set(found) for _, found in everything.values()))
    for name, (seconds, found) in everything.items():
        own = {who: options for who, options in found.items() if who in shared}
        rows.append(judged(task, f"{name}, shared", seconds, own))
        first = {who: options[:1] for who, options in own.items()}
        rows.append(judged(task, f"{name}, shared, first", seconds, first))
    print(pd.DataFrame(rows, columns=list(COLUMNS)).to_string(index=False))
    print(for_everybody(task))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
