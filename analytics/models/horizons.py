"""Who leaves sooner and who later: risks within 30 and 180 days beside that within 90.

The risk within 90 days is that of the model in force. Within 30 days it is multiplied with the share of those who leave
within 90 days that does so within 30; within 180 the risk of leaving later is added, for who stays 90 days. So a risk
never falls with the horizon, whatever the two steps say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logit

from analytics.models.calibration import Calibration
from analytics.models.contenders import Rows, read_rows, read_today
from analytics.models.design import Design, design_of, feature_columns
from analytics.models.horizon_judgement import judged_on_customers, judged_on_time
from analytics.models.horizon_steps import HORIZONS, OWN_DAYS, Followed, Step, fit_step, why_no_step
from analytics.models.risk_interval import fit_risk_intervals
from analytics.models.splits import customer_split
from analytics.vocabulary import Split

RISKS = ["customer_id", "outcome", "horizon_days", "probability", "lower", "upper", "model_id", "split"]
EVALUATION = ["outcome", "horizon_days", "model", "split", "metric", "value", "lower", "upper", "n"]
FACTS = ["outcome", "horizon_days", "why_not", "why_no_time"]

_FOLLOWED = ["customer_id", "as_of", "split", "left_day", "observed_days"]
_EDGE = 1e-12
_AS_IT_IS = Calibration(slope=1.0, skew=0.0, intercept=0.0)


@dataclass(frozen=True)
class RisksOverTime:
    """Risks at several horizons, and what they are worth.

    Attributes
    ----------
    risks : DataFrame
        As the table ``risk_horizons``: a row a customer and horizon that there is a model for.
    evaluation : DataFrame
        As the table ``horizon_evaluation``.
    facts : DataFrame
        ``outcome``, ``horizon_days``, ``why_not`` (why there is no risk; missing where there is), ``why_no_time``
        (why it was not judged on a later date).
    """

    risks: pd.DataFrame
    evaluation: pd.DataFrame
    facts: pd.DataFrame


def without_risks(outcome: str, why_not: str) -> RisksOverTime:
    """Say that an outcome has no risk over time, and why."""
    facts = pd.DataFrame(
        {"outcome": outcome, "horizon_days": list(HORIZONS), "why_not": why_not, "why_no_time": why_not}
    )
    return RisksOverTime(_empty(RISKS), _empty(EVALUATION), facts[FACTS])


def risks_over_time(
    training: pd.DataFrame,
    leaving: pd.DataFrame,
    describe: pd.DataFrame,
    *,
    scores: pd.DataFrame,
    judged: pd.DataFrame,
    seed: int,
    n_threads: int,
) -> RisksOverTime:
    """Fit, judge and give risks at every horizon of one outcome.

    Parameters
    ----------
    training : DataFrame
        ``customer_id``, ``as_of`` and the features at each labelled point.
    leaving : DataFrame
        Of every labelled customer and date ``value`` (the outcome within 90 days, 0 or 1), ``left_day`` and
        ``observed_days``, as in `analytics.store.leaving.leaving_after_labels`.
    describe : DataFrame
        ``customer_id``, ``as_of`` and the features of the customers to score.
    scores, judged : DataFrame
        The outcome's rows of ``scores`` and ``judged_rows``: what the model in force says within 90 days.
    seed, n_threads : int
        As in `analytics.models.churn.fit_outcome`; the split of customers is the same.

    Returns
    -------
    RisksOverTime
        At 90 days exactly the probability and interval of `scores`; at every other horizon with enough cases its own.
    """
    rows = _with_parts(training, leaving, judged, seed)
    design = design_of(rows.loc[rows["split"] == Split.TRAIN.value, feature_columns(training)])
    followed = Followed(rows[_FOLLOWED], read_rows(design, rows, seed=seed))
    own = rows["own"].to_numpy(dtype=float)
    now = _now(design, describe, scores)
    found = [_at(days, design, followed, own, now, seed=seed, n_threads=n_threads) for days in HORIZONS]
    outcome = str(scores["outcome"].iloc[0])
    tables = (pd.concat(parts, ignore_index=True).assign(outcome=outcome) for parts in zip(*found, strict=True))
    risks, evaluation, facts = tables
    return RisksOverTime(risks[RISKS], evaluation[EVALUATION], facts[FACTS])


@dataclass(frozen=True)
class _Now:
    """The customers who are scored, as a model reads them, and what the model in force says of them."""

    read: Rows
    scores: pd.DataFrame

    @property
    def own(self) -> np.ndarray:
        return self.scores["probability"].to_numpy(dtype=float)


def _with_parts(training: pd.DataFrame, leaving: pd.DataFrame, judged: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Put features, what came of each row, its part and the risk in force side by side."""
    keys = ["customer_id", "as_of"]
    dated = [table.assign(as_of=pd.to_datetime(table["as_of"])) for table in (training, leaving, judged)]
    rows = dated[0].merge(dated[1], on=keys, validate="one_to_one").sort_values(keys, ignore_index=True)
    rows["split"] = rows["customer_id"].map(customer_split(rows, seed=seed)).astype("str")
    own = dated[2][[*keys, "probability"]].rename(columns={"probability": "own"})
    return rows.merge(own, on=keys, how="left", validate="one_to_one")


def _now(design: Design, describe: pd.DataFrame, scores: pd.DataFrame) -> _Now:
    people = describe.sort_values("customer_id", kind="stable", ignore_index=True)
    return _Now(read_today(design, people), scores.sort_values("customer_id", kind="stable", ignore_index=True))


def _at(
    days: int, design: Design, followed: Followed, own: np.ndarray, now: _Now, *, seed: int, n_threads: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give risks, evaluation and facts of one horizon."""
    why_not = why_no_step(followed, days)
    if why_not is not None:
        return _empty(RISKS), _empty(EVALUATION), _facts(days, why_not, why_not)
    step = fit_step(design, followed, days, seed=seed, n_threads=n_threads)
    risks = _risks(now, step, followed, own, n_threads=n_threads)
    evaluation = [judged_on_customers(followed, own, step, seed=seed, n_threads=n_threads)]
    later = judged_on_time(design, followed, days, seed=seed, n_threads=n_threads)
    why_no_time = later if isinstance(later, str) else None
    evaluation += [] if isinstance(later, str) else [later]
    judged = pd.concat(evaluation, ignore_index=True).assign(horizon_days=days)
    return risks, judged, _facts(days, None, why_no_time)


def _risks(now: _Now, step: Step, followed: Followed, own: np.ndarray, *, n_threads: int) -> pd.DataFrame:
    """Give everybody's risk with its interval; at the outcome's own horizon those in force."""
    told = now.scores[["customer_id", "probability", "lower", "upper", "model_id", "split"]]
    told = told.assign(horizon_days=step.days)
    if step.days == OWN_DAYS:
        return told
    tune = followed.known(step.days) & followed.in_part(Split.CALIBRATION)
    learned = followed.where(tune)
    seen = step.risk(own[tune], learned.read, n_threads=n_threads)
    risk = step.risk(now.own, now.read, n_threads=n_threads)
    band = fit_risk_intervals(
        _log_odds(seen),
        learned.left_within(step.days),
        learned.read.days,
        _AS_IT_IS,
        reach=_log_odds(risk),
        today=float(now.read.days.max()),
    )
    lower, upper = band.around(_log_odds(risk), risk)
    # Whatever is sure of one horizon is sure of the others: so the ends do not cross either.
    bound = np.minimum if step.days < OWN_DAYS else np.maximum
    lower, upper = (bound(end, told[name].to_numpy()) for end, name in ((lower, "lower"), (upper, "upper")))
    return told.assign(probability=risk, lower=lower, upper=upper)


def _log_odds(risk: np.ndarray) -> np.ndarray:
    return np.asarray(logit(np.clip(risk, _EDGE, 1 - _EDGE)))


def _facts(days: int, why_not: str | None, why_no_time: str | None) -> pd.DataFrame:
    told = {"horizon_days": [days], "why_not": [why_not], "why_no_time": [why_no_time]}
    return pd.DataFrame(told).astype({"why_not": "str", "why_no_time": "str"})


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=_TYPES.get(name, "str")) for name in columns})


_TYPES = {
    **dict.fromkeys(["probability", "lower", "upper", "value"], "float64"),
    **dict.fromkeys(["horizon_days", "n"], "int64"),
}
