"""The one test of a note: against the strongest machine alone, on customers who only confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.models.best_slice import in_slice
from analytics.models.found_alone import found_alone_from
from analytics.models.machine_alone import Fitted, MachineAlone
from analytics.models.note_evidence import Evidence, note_evidence, with_note_added
from analytics.models.note_gain import Judged, note_gain
from analytics.models.note_verdict import Verdict, verdict_of, why_wait
from analytics.models.protected_proxy import protected_proxy

LIST_CONDITIONS = 3
"""A list of customers counts as a rule of so many conditions."""

_NO_GAIN = pd.DataFrame(columns=["metric", "without", "with_note", "gain", "lower", "upper"])


@dataclass(frozen=True)
class Candidate:
    """A note as a column.

    Attributes
    ----------
    in_note : ndarray of bool
        For each of the machine's rows, whether the note covers the customer at that date.
    used : ndarray of bool
        Rows that can say something: of a list of customers who are all still here only the last date, since nobody
        on it can have left before.
    n_conditions : int
        How many conditions its rule has; 3 for a list.
    everyone : ndarray of bool
        One a customer, each once: whether the note covers them at the last date at which they are known.
    groups : mapping of str to ndarray
        Of the customers of `everyone`, the group of each protected attribute.
    row_groups : mapping of str to ndarray
        The same for each of the machine's rows.
    """

    in_note: np.ndarray
    used: np.ndarray
    n_conditions: int
    everyone: np.ndarray
    groups: Mapping[str, np.ndarray]
    row_groups: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Trial:
    """What a test found.

    Attributes
    ----------
    verdict : {"supported", "refused", "waiting"}
        Whether the note may be adopted; waiting where the test could say nothing, and was not spent.
    why : str
        The reason, in plain words.
    needs_signature : bool
        Whether the note says so much about a protected group that somebody must answer for it.
    evidence : Evidence or None
        None where the test was not made.
    level : float
        What the p value must not exceed.
    n_scope, n_scope_confirm : int
        Customers whom the note covers on a labelled date, and those of them who confirm.
    gain : DataFrame
        As of `analytics.models.note_gain.note_gain`; empty where the test was not made.
    proxy : DataFrame
        As of `analytics.models.protected_proxy.protected_proxy`.
    found_alone_from : int or None
        From about how many customers on the machine would have found it without being told; None: not within reach of
        these columns.
    slice_words : str
        The slice that the machine was given beside its columns.
    """

    verdict: Verdict
    why: str
    needs_signature: bool
    evidence: Evidence | None
    level: float
    n_scope: int
    n_scope_confirm: int
    gain: pd.DataFrame
    proxy: pd.DataFrame
    found_alone_from: int | None
    slice_words: str


@dataclass(frozen=True)
class Opponent:
    """The machine with its own best slice of the note's complexity, fitted without the note."""

    in_slice: np.ndarray
    words: str
    fitted: Fitted


def opponent(machine: MachineAlone, n_conditions: int) -> Opponent:
    """Give the machine the best slice of so many conditions, and fit it.

    Parameters
    ----------
    machine : MachineAlone
        The machine.
    n_conditions : int
        Complexity of the note.

    Returns
    -------
    Opponent
        What the note must add to; the same for all notes of this complexity.
    """
    found = machine.slice_of(n_conditions)
    inside = in_slice(machine.rows.matrix, found).astype(float)
    signs = {1: ">", 0: "=", -1: "<="}
    words = " and ".join(f"{machine.design.columns[each.column]} {signs[each.sign]} {each.value:g}" for each in found)
    return Opponent(inside, words, machine.fitted_with(inside))


def note_trial(machine: MachineAlone, against: Opponent, candidate: Candidate, *, level: float) -> Trial:
    """Test a note.

    Parameters
    ----------
    machine : MachineAlone
        The labelled rows, and the machine without the note.
    against : Opponent
        With a slice of the same complexity.
    candidate : Candidate
        The note as a column.
    level : float
        What the error budget leaves for this test.

    Returns
    -------
    Trial
        The verdict with all its figures. The confirm part's outcomes are looked at only where the verdict is not
        ``waiting``.
    """
    machine = machine.among(candidate.used)
    in_note, confirm = candidate.in_note.astype(float), machine.confirms
    scope, scope_confirm = (
        len(np.unique(machine.codes[mask & candidate.in_note])) for mask in (machine.explores, confirm)
    )
    proxy = protected_proxy(candidate.everyone, candidate.groups, seed=machine.seed)
    trial = Trial(
        "waiting", "", False, None, level, scope + scope_confirm, scope_confirm, _NO_GAIN, proxy, None, against.words
    )
    chances = against.fitted.probability
    expected = (float(chances[confirm & candidate.in_note].sum()), float(chances[confirm & ~candidate.in_note].sum()))
    problem = why_wait(scope_confirm, expected, level)
    if problem:
        return replace(trial, why=problem)
    evidence = note_evidence(machine, against.fitted, in_note)
    judged = _judged(machine, against, candidate)
    verdict, why, needs_signature = verdict_of(judged, evidence, proxy, level)
    return replace(
        trial,
        verdict=verdict,
        why=why,
        needs_signature=needs_signature,
        evidence=evidence,
        gain=note_gain(judged, seed=machine.seed),
        found_alone_from=found_alone_from(machine, against.fitted.margin, in_note),
    )


def _judged(machine: MachineAlone, against: Opponent, candidate: Candidate) -> Judged:
    confirm = machine.confirms
    margin = with_note_added(machine, against.fitted, candidate.in_note.astype(float))
    return Judged(
        machine.codes[confirm],
        machine.rows.values[confirm],
        candidate.in_note[confirm],
        against.fitted.probability[confirm],
        against.fitted.calibration.probability(margin[confirm]),
        {name: group[confirm] for name, group in candidate.row_groups.items()},
    )
