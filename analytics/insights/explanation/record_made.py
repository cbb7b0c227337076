"""The record, made once of a customer's rows of the published tables."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from analytics.insights.agreement_words import agreed
from analytics.insights.columns import floats, texts
from analytics.insights.explanation.model_facts import Labels
from analytics.insights.explanation.model_facts_read import coverage_of, groups_of, measures_of, origin_of
from analytics.insights.explanation.plain_words import plain_title
from analytics.insights.explanation.record import Choice, Explanation, Move, Push, Risk, Search, Within
from analytics.insights.feature_words import feature_title
from analytics.insights.outcome_words import is_welcome
from analytics.insights.reasons import BASE
from analytics.models.horizon_steps import OWN_DAYS


@dataclass(frozen=True)
class Tables:
    """The rows of the published tables that are about one customer and outcome, or about the outcome.

    Attributes
    ----------
    scores, attributions, options, searched : DataFrame
        Of the customer; attributions with ``description``, ``unit`` and ``title`` of the catalogue.
    models, evaluation, fairness, coverage, leaks : DataFrame
        Of the outcome; `fairness` with ``label``, `coverage` as `analytics.insights.coverage.coverage` gives it.
    horizons : DataFrame
        Of the customer and outcome: ``horizon_days``, ``probability``, ``lower``, ``upper``.
    agreement : DataFrame
        Of the outcome, as ``explanation_agreement``.
    average : float
        Mean risk of all customers (0–1).
    """

    scores: pd.DataFrame
    attributions: pd.DataFrame
    options: pd.DataFrame
    searched: pd.DataFrame
    models: pd.DataFrame
    evaluation: pd.DataFrame
    fairness: pd.DataFrame
    coverage: pd.DataFrame
    leaks: pd.DataFrame
    horizons: pd.DataFrame
    agreement: pd.DataFrame
    average: float


@dataclass(frozen=True)
class Surroundings:
    """What is known beside the tables: whose record, of what, from which snapshot, and why something is not there."""

    customer_id: str
    outcome: str
    as_of: str
    currency: str
    protected: tuple[str, ...]
    why_no_risk: str
    why_no_search: str
    labels: Labels
    snapshot_id: str
    source_name: str
    source_kind: str


def explanation(tables: Tables, around: Surroundings) -> Explanation:
    """Make the record.

    Parameters
    ----------
    tables : Tables
        Published rows.
    around : Surroundings
        What stands beside them.

    Returns
    -------
    Explanation
        Without a risk, reasons and options where the customer has none.
    """
    risk = _risk(tables)
    has_risk = risk is not None
    pushes, base = _pushes(tables.attributions, around) if has_risk else ((), 0.0)
    searched = _search(tables.searched, around.outcome) if has_risk else None
    return Explanation(
        customer_id=around.customer_id,
        outcome=around.outcome,
        as_of=around.as_of,
        currency=around.currency,
        protected=around.protected,
        risk=risk,
        why_no_risk="" if has_risk else around.why_no_risk,
        base=base,
        pushes=pushes,
        choices=_choices(tables.options) if searched is not None else (),
        search=searched,
        why_no_search="" if searched is not None else around.why_no_search,
        origin=origin_of(
            tables.models,
            snapshot_id=around.snapshot_id,
            source_name=around.source_name,
            source_kind=around.source_kind,
        ),
        labels=around.labels,
        measures=measures_of(tables.evaluation),
        fairness=groups_of(tables.fairness),
        coverage=coverage_of(tables.coverage),
        doubted=tuple(texts(tables.leaks, "feature")) if not tables.leaks.empty else (),
        horizons=_horizons(tables.horizons) if has_risk else (),
        agreed=agreed(tables.agreement),
    )


def names_protected(title: str, protected: Collection[str]) -> bool:
    """Whether a title names a protected attribute, by its name or as one would say it.

    Examples
    --------
    >>> names_protected("Age in years", ("birth_date",)), names_protected("Average balance", ("birth_date",))
    (True, False)
    """
    words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title).lower()))
    known = {"birth_date": {"age", "birth", "born"}, "gender": {"gender", "sex"}}
    for name in protected:
        own = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())) - {"id", "date"}
        if (own and own <= words) or known.get(name.lower(), set()) & words:
            return True
    return False


def _risk(tables: Tables) -> Risk | None:
    if tables.scores.empty:
        return None
    row = tables.scores.iloc[[0]]
    probability, lower, upper = (floats(row, name)[0] for name in ("probability", "lower", "upper"))
    ruled = texts(row, "prediction_set")[0] if "prediction_set" in row else ""
    return Risk(probability, lower, upper, texts(row, "band")[0], ruled, texts(row, "split")[0], tables.average)


def _pushes(attributions: pd.DataFrame, around: Surroundings) -> tuple[tuple[Push, ...], float]:
    own = attributions[attributions["feature"] != BASE]
    titles = texts(own, "title") if "title" in own else [""] * len(own)
    columns = (texts(own, name) for name in ("feature", "feature_value", "description", "unit"))
    found = []
    for feature, value, description, unit, short, push in zip(
        *columns, titles, floats(own, "contribution"), strict=True
    ):
        title = short or feature_title(feature, description, unit)
        hidden = names_protected(title, around.protected)
        found.append(Push(feature, title, plain_title(title), value, unit, push, hidden))
    found.sort(key=lambda push: (-abs(push.contribution), push.feature))
    return tuple(found), sum(floats(attributions[attributions["feature"] == BASE], "contribution"))


def _choices(options: pd.DataFrame) -> tuple[Choice, ...]:
    if options.empty:
        return ()
    return tuple(_choice(int(str(number)), own) for number, own in options.groupby("option", sort=True))


def _choice(number: int, own: pd.DataFrame) -> Choice:
    names = ("feature", "description", "unit", "lever", "role", "actor", "from_value", "to_value")
    moves = tuple(
        Move(feature, feature_title(feature, description, unit), unit, *others)
        for feature, description, unit, *others in zip(*(texts(own, name) for name in names), strict=True)
    )
    first = own.head(1)
    return Choice(
        number,
        moves,
        before=floats(first, "probability_before")[0],
        after=floats(first, "probability_after")[0],
        threshold=floats(first, "threshold")[0],
        effort=floats(first, "effort")[0],
        plausibility=floats(first, "plausibility")[0],
        n_similar=_whole(floats(first, "n_similar")[0]),
        n_did=_whole(floats(first, "n_did")[0]),
    )


def _whole(number: float) -> int | None:
    return int(number) if number == number else None


def _horizons(horizons: pd.DataFrame) -> tuple[Within, ...]:
    if horizons.empty:
        return ()
    columns = (floats(horizons, name) for name in ("horizon_days", "probability", "lower", "upper"))
    return tuple(Within(int(days), *risk) for days, *risk in zip(*columns, strict=True) if days != OWN_DAYS)


def _search(searched: pd.DataFrame, outcome: str) -> Search | None:
    if searched.empty:
        return None
    row = searched.head(1)
    border, before, lowest = (floats(row, name)[0] for name in ("threshold", "probability_before", "lowest_alone"))
    is_better = lowest > before if is_welcome(outcome) else lowest < before
    return Search(border, before, lowest if is_better else None)
