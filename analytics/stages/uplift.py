"""The stage ``uplift``: what offers did to leaving, and whom they keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analytics.settings import DEFAULT_OUTCOME
from analytics.stages.described import typed, without_notes
from analytics.store.offer_rows import features_before_offers, offer_rows
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

if TYPE_CHECKING:
    from analytics.models.offer_effect import Trial
    from analytics.models.uplift_judged import Learned

ANY_OFFER = ANY_CHANNEL = "(any)"
"""In place of an offer's name: all of them together."""

NO_OFFERS = "The source has no contacts, so nothing is known of what offers do."
NONE_FOLLOWED = "Of no contact is it on record whether the outcome {outcome} followed."
NOT_COMPARED = (
    "Nobody was left without an offer to compare with (contacts.variant says control nowhere where it could say offer)."
)
TOO_FEW = "Of those offered something or held back, {n_cases} had the outcome {outcome}; below {fewest} none is ranked."
NOT_BETTER = (
    "On customers whom it hadn't seen, ranking by the effect of an offer kept no surely larger share than choosing at "
    "random."
)
BETTER = "On customers whom it hadn't seen, ranking by the effect of an offer kept surely more than choosing at random."

_LABELS = "SELECT customer_id, as_of, value FROM built.labels WHERE outcome = $outcome ORDER BY customer_id, as_of"
_FEATURES_AT = "SELECT DISTINCT * FROM built.features_at ORDER BY customer_id, as_of"
_FEATURES = "SELECT * FROM built.features ORDER BY customer_id"
_EFFECTS = {
    "outcome": "str",
    "offer": "str",
    "channel": "str",
    "n_offered": "int64",
    "n_held_back": "int64",
    "effect": "float64",
    "lower": "float64",
    "upper": "float64",
    "verdict": "str",
    "share_offered": "float64",
    "share_held_back": "float64",
}
_UPLIFT = {
    "customer_id": "str",
    "outcome": "str",
    "offer": "str",
    "effect": "float64",
    "lower": "float64",
    "upper": "float64",
}
_CURVE = {
    "outcome": "str",
    "ranking": "str",
    "budget": "float64",
    "kept": "float64",
    "gain": "float64",
    "lower": "float64",
    "upper": "float64",
}


def uplift_stage(work: Work) -> None:
    """Publish ``offer_effects``, ``uplift`` and how its ranking was judged (``uplift_curve``, ``uplift_facts``).

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    outcome = work.source.default_outcome or DEFAULT_OUTCOME
    for name, columns in (("offer_effects", _EFFECTS), ("uplift", _UPLIFT), ("uplift_curve", _CURVE)):
        work.put(name, pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in columns.items()}))
    if work.source.kind is SourceKind.TABLE or work.take("SELECT 1 FROM source.contacts LIMIT 1").empty:
        _say(work, outcome, NO_OFFERS)
        return
    rows = offer_rows(work.cursor, outcome=outcome, as_of=work.as_of)
    if rows.empty:
        _say(work, outcome, NONE_FOLLOWED.format(outcome=outcome))
        return
    work.put("offer_effects", _effects(rows, outcome))
    _rank(work, rows, outcome)


def _effects(rows: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Compare offered with held back: all offers together, each alone, and each over each channel."""
    from analytics.models.offer_effect import offer_effect, trial_of, verdicts_together

    trial, usable = trial_of(rows)
    groups = _groups(rows)
    found = [offer_effect(trial.of(chosen[usable])) for _, _, chosen in groups]
    # The first is what was asked; of the others many are looked at, and by chance one of ten would say something.
    verdicts = (found[0].verdict, *verdicts_together(found[1:]))
    offered = rows["is_offered"].to_numpy(bool)
    told = [
        {
            "outcome": outcome,
            "offer": offer,
            "channel": channel,
            "n_offered": int(offered[chosen].sum()),
            "n_held_back": int((~offered[chosen]).sum()),
            "verdict": verdict.value,
            **{name: getattr(one, name) for name in ("effect", "lower", "upper", "share_offered", "share_held_back")},
        }
        for (offer, channel, chosen), one, verdict in zip(groups, found, verdicts, strict=True)
    ]
    return pd.DataFrame(told)[list(_EFFECTS)].astype(_EFFECTS)


def _groups(rows: pd.DataFrame) -> list[tuple[str, str, np.ndarray]]:
    """What is compared: the offer, the channel, and which rows."""
    offers, channels = (rows[name].fillna("").to_numpy(dtype=object) for name in ("offer", "channel"))
    groups: list[tuple[str, str, np.ndarray]] = [(ANY_OFFER, ANY_CHANNEL, np.ones(len(rows), bool))]
    for offer in sorted(set(offers)):
        own = np.asarray(offers == offer)
        groups.append((offer, ANY_CHANNEL, own))
        over = sorted(set(channels[own]) - {""})
        groups += [(offer, channel, own & np.asarray(channels == channel)) for channel in over if len(over) > 1]
    return groups


def _rank(work: Work, rows: pd.DataFrame, outcome: str) -> None:
    """Learn whom an offer keeps, and publish it where a ranking by it is better than chance on customers not seen."""
    from analytics.models.offer_effect import FEWEST_AN_ARM, trial_of
    from analytics.models.uplift_judged import FEWEST_CASES, curve, gain, held_out

    trial, usable = trial_of(rows)
    n_cases = int(trial.value.sum())
    if min(trial.is_offered.sum(), (~trial.is_offered).sum()) < FEWEST_AN_ARM:
        _say(work, outcome, NOT_COMPARED, trial=trial)
        return
    if n_cases < FEWEST_CASES:
        _say(work, outcome, TOO_FEW.format(n_cases=n_cases, outcome=outcome, fewest=FEWEST_CASES), trial=trial)
        return
    work.tell("Learning whom an offer keeps, and checking it on customers it never saw")
    learned, here = _learned(work, rows, usable, trial, outcome)
    with threadpool_limits(1):
        # The matrices are small: more threads would only wait for each other.
        held = held_out(learned)
    over_random = gain(trial, held, held.uplift, None)
    over_risk = gain(trial, held, held.uplift, held.risk)
    work.put("uplift_curve", curve(trial, held).assign(outcome=outcome)[list(_CURVE)].astype(_CURVE))
    is_better = over_random.is_sure and over_risk.gain > 0
    gains = {
        f"{name}{after}": value
        for after, found in (("", over_random), ("_over_risk", over_risk))
        for name, value in vars(found).items()
    }
    _say(work, outcome, BETTER if is_better else NOT_BETTER, trial=trial, by="effect" if is_better else "risk", **gains)
    if is_better:
        work.put("uplift", _scored(learned, *here, outcome=outcome))


def _learned(
    work: Work, rows: pd.DataFrame, usable: np.ndarray, trial: Trial, outcome: str
) -> tuple[Learned, tuple[pd.Series, np.ndarray]]:
    """Gather what is learned from, and the ids and features of those who are scored."""
    from analytics.models.design import design_of
    from analytics.models.uplift_judged import Learned, folds_of

    before = features_before_offers(work.cursor, as_of=work.as_of)
    known = without_notes(typed(work.take(_FEATURES_AT)))
    described = typed(work.take(_FEATURES))
    labels = work.cursor.execute(_LABELS, {"outcome": outcome}).df().merge(known, on=["customer_id", "as_of"])
    design = design_of(known)
    own = rows[["customer_id", "as_of"]].merge(before, on=["customer_id", "as_of"], how="left", validate="many_to_one")
    learned = Learned(
        design.matrix(labels),
        labels["value"].to_numpy(float),
        folds_of(labels["customer_id"]),
        design.matrix(own)[usable],
        trial,
        folds_of(rows["customer_id"])[usable],
        design.categorical,
    )
    return learned, (described["customer_id"], design.matrix(described))


def _scored(learned: Learned, customers: pd.Series, matrix: np.ndarray, *, outcome: str) -> pd.DataFrame:
    from analytics.models.uplift import fit_risk, fit_uplift

    with threadpool_limits(1):
        risk = fit_risk(learned.matrix, learned.values, categorical=learned.categorical)
        effect, lower, upper = fit_uplift(risk, learned.trial_matrix, learned.trial).effects(matrix)
    told = {"customer_id": customers, "outcome": outcome, "offer": ANY_OFFER}
    return pd.DataFrame({**told, "effect": effect, "lower": lower, "upper": upper}).astype(_UPLIFT)


def _say(work: Work, outcome: str, why: str, *, trial: Trial | None = None, by: str = "risk", **gains: float) -> None:
    """Write down what customers can be ranked by, and why."""
    names = ("gain", "lower", "upper", "gain_over_risk", "lower_over_risk", "upper_over_risk")
    told = {
        "outcome": outcome,
        "ranked_by": by,
        "why": why,
        "n_rows": 0 if trial is None else len(trial),
        "n_cases": 0 if trial is None else int(trial.value.sum()),
        **{name: gains.get(name, float("nan")) for name in names},
    }
    work.put("uplift_facts", pd.DataFrame([told]))
