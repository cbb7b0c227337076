"""Whether a note's column says something about outcomes that the machine's columns do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr, ndtri

from analytics.models.boosting import FEW_CASES_ROUNDS, fit_booster, margins
from analytics.models.machine_alone import Fitted, MachineAlone
from analytics.models.newton import logistic_coefficients
from analytics.models.rare_events import signed_root

SAME_AS_COLUMNS = 0.95
"""Above this share of the note's variance told by the machine's columns, the note is one of their combinations."""

FEWEST_CASES = 20
_WEAK_PENALTY = 0.01
_PENALTY = np.array([0.01, 0.01, 1.0])
_PRIOR = np.array([0.0, 1.0, 0.0])
_NINETY = float(ndtri(0.95))


@dataclass(frozen=True)
class Evidence:
    """What the confirm part says about a note.

    Attributes
    ----------
    p_value : float
        Two-sided: the chance of evidence as strong where the note adds nothing.
    effect, lower, upper : float
        Log-odds that the note adds to what the machine says, with its 90 % interval.
    told_by_columns : float
        The share (up to 1) of the note's variance that the machine's own columns tell.
    by_prediction : bool
        True where the note is a combination of the machine's columns, so that only better prediction counts.
    """

    p_value: float
    effect: float
    lower: float
    upper: float
    told_by_columns: float
    by_prediction: bool


def note_evidence(machine: MachineAlone, without: Fitted, in_note: np.ndarray) -> Evidence:
    """Test on the confirm part whether the note adds to the machine.

    Where the machine's columns can't tell who is in the note, the statistic is the covariance of what is left of the
    note once they have told what they can, and what is left of the outcome: nought, whatever the note, if the outcome
    depends on it only through the columns, even where the machine has learned both a little badly. Its tail comes from
    a saddlepoint, since outcomes are rare, and is made wider where rows of one customer repeat each other. Where the
    columns do tell who is in the note, the statistic is the fall in log loss by a coefficient from the explore part.

    The note must also add, in the same direction, to the columns that the model in force reads: else a claim that
    means nothing would be adopted as a correction of what raw counts say wrongly. The p value is the larger of the two.

    Parameters
    ----------
    machine : MachineAlone
        The rows and parts.
    without : Fitted
        The machine with the best slice and without the note.
    in_note : ndarray of float
        1 where the note covers the row, else 0.

    Returns
    -------
    Evidence
        From confirm customers only.

    References
    ----------
    R. Shah and J. Peters, "The hardness of conditional independence testing and the generalised covariance measure",
    2020; R. Lugannani and S. Rice, "Saddle point approximation", 1980.
    """
    expected = _expected_note(machine, in_note)
    confirm = machine.confirms
    left = in_note[confirm] - expected[confirm]
    told = 1.0 - _mean_square(left) / max(_mean_square(in_note[confirm] - in_note[confirm].mean()), 1e-12)
    if told >= SAME_AS_COLUMNS:
        left = in_note[confirm]
    effect, deviation, total = _score(machine, without.margin, left)
    by_prediction = told >= SAME_AS_COLUMNS
    p_value = _by_prediction(machine, without, in_note) if by_prediction else float(2 * ndtr(-abs(total)))
    _, _, beside_plain = _score(machine, machine.plain_margin, in_note[confirm])
    agrees = beside_plain * effect > 0
    p_value = max(p_value, float(2 * ndtr(-abs(beside_plain)))) if agrees else 1.0
    half = _NINETY * deviation
    return Evidence(p_value, effect, effect - half, effect + half, told, by_prediction)


def effect_beside(machine: MachineAlone, margin: np.ndarray, in_note: np.ndarray) -> tuple[float, float]:
    """Log-odds that the note adds to given margins on the confirm part, and their standard error."""
    effect, deviation, _ = _score(machine, margin, in_note[machine.confirms])
    return effect, deviation


def _expected_note(machine: MachineAlone, in_note: np.ndarray) -> np.ndarray:
    explore = machine.explores
    last = explore.copy()
    places = np.flatnonzero(explore)
    last[places[:-1]] = machine.codes[places[1:]] != machine.codes[places[:-1]]
    if min(in_note[last].sum(), (1 - in_note[last]).sum()) < FEWEST_CASES:
        return np.full(len(in_note), float(in_note[explore].mean()))
    booster = fit_booster(
        machine.rows.matrix[last],
        in_note[last],
        categorical=machine.design.categorical,
        rounds=FEW_CASES_ROUNDS,
        seed=machine.seed,
        n_threads=machine.n_threads,
    )
    return np.asarray(expit(margins(booster, machine.rows.matrix, n_threads=machine.n_threads)))


def _mean_square(values: np.ndarray) -> float:
    return float((values * values).mean())


def _score(machine: MachineAlone, margin: np.ndarray, left: np.ndarray) -> tuple[float, float, float]:
    """Give the effect in log-odds, its standard error, and the signed root of the score test."""
    confirm = machine.confirms
    values, days = machine.rows.values[confirm], machine.rows.days[confirm]
    dates = np.unique(days)
    dates = dates if len(dates) <= 36 else dates[:1]
    levels = (days[:, None] == dates[None, :]).astype(float) if len(dates) > 1 else np.ones((len(days), 1))
    known = np.column_stack([margin[confirm], levels])
    prior = np.r_[1.0, np.zeros(levels.shape[1])]
    penalty = np.full(known.shape[1], _WEAK_PENALTY)
    chance = expit(known @ logistic_coefficients(known, values, penalty=penalty, prior=prior))
    weight = chance * (1 - chance)
    gram = (known * weight[:, None]).T @ known + np.diag(penalty)
    own = left - known @ np.linalg.solve(gram, (known * weight[:, None]).T @ left)
    information = float((weight * own * own).sum())
    if information < 1e-9:
        return 0.0, 0.0, 0.0
    repeats = _repetition(machine.codes[confirm], values - chance, weight)
    total = float((own * (values - chance)).sum())
    root = signed_root(own, chance, total) / np.sqrt(repeats)
    return *_effect(known, own, values, prior, repeats), float(root)


def _effect(
    known: np.ndarray, own: np.ndarray, values: np.ndarray, prior: np.ndarray, repeats: float
) -> tuple[float, float]:
    """Fit the note's log-odds beside the margin and the dates; give it with its standard error."""
    design = np.column_stack([known, own])
    penalty = np.full(design.shape[1], _WEAK_PENALTY)
    found = logistic_coefficients(design, values, penalty=penalty, prior=np.r_[prior, 0.0])
    share = expit(design @ found)
    curvature = (design * (share * (1 - share))[:, None]).T @ design + np.diag(penalty)
    return float(found[-1]), float(np.sqrt(repeats * np.linalg.inv(curvature)[-1, -1]))


def _repetition(codes: np.ndarray, residuals: np.ndarray, weight: np.ndarray) -> float:
    """How much more the sums of customers vary than independent rows would; at least 1."""
    sums = np.bincount(codes, residuals)
    return max(1.0, float((sums * sums).sum() / weight.sum()))


def with_note_added(machine: MachineAlone, without: Fitted, in_note: np.ndarray) -> np.ndarray:
    """Add the note to a fitted machine: one more stage, which learns the note's effect on explore customers.

    Trees that are grown anew with a column more differ by more, from chance, than a rare note can add; this differs
    by the note alone. The level stays, so that only who is in the note counts.

    Parameters
    ----------
    machine : MachineAlone
        The rows; the effect is learned beside margins that did not know their customer.
    without : Fitted
        The machine without the note.
    in_note : ndarray of float
        1 where the note covers the row, else 0.

    Returns
    -------
    ndarray
        Margins of all rows.
    """
    explore = machine.explores
    known = np.column_stack([np.ones(explore.sum()), machine.unseen[explore], in_note[explore]])
    found = logistic_coefficients(known, machine.rows.values[explore], penalty=_PENALTY, prior=_PRIOR)
    chance = expit(machine.unseen[explore])
    weight = chance * (1 - chance)
    usual = float((weight * in_note[explore]).sum() / weight.sum())
    return np.asarray(without.margin + found[2] * (in_note - usual))


def _by_prediction(machine: MachineAlone, without: Fitted, in_note: np.ndarray) -> float:
    """Test whether an effect from the explore part lowers the log loss of confirm customers."""
    confirm = machine.confirms
    values = machine.rows.values[confirm]
    before, after = without.margin[confirm], with_note_added(machine, without, in_note)[confirm]
    fall = np.logaddexp(0, before) - values * before - np.logaddexp(0, after) + values * after
    codes = machine.codes[confirm]
    sums = np.bincount(codes, fall)[np.unique(codes)]
    deviation = float(sums.std(ddof=1) * np.sqrt(len(sums)))
    return float(ndtr(-sums.sum() / deviation)) if deviation > 0 else 1.0
