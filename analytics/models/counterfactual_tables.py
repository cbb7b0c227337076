"""Counterfactuals of one outcome as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.models.change_rules import Ranges
from analytics.models.changes_made import Past, Seen, changes_made, pairs_of_dates
from analytics.models.changes_tried import Change, Field, Places, Reader
from analytics.models.column_companions import goes_with
from analytics.models.column_levers import CHANGE
from analytics.models.counterfactual_rows import COUNTERFACTUALS, Made, option_rows, with_level_names
from analytics.models.counterfactuals import Found, find_counterfactuals
from analytics.models.lever import Lever
from analytics.models.levers import Rule, levers_for
from analytics.models.model_card import StoredModel
from analytics.models.named_rows import Floats, NamedRows
from analytics.models.plausibility import ground_of
from analytics.models.risk_bands import high_border, risk_bands
from analytics.models.splits import seeded_order
from analytics.vocabulary import WELCOME_OUTCOMES, Band

MOST_CUSTOMERS = 20_000
"""The riskiest so many customers of an outcome are searched."""

COMPARED_TOO = ("tenure_days", "inflow_90d", "outflow_90d", "balance", "n_transactions_90d")
"""Columns that are compared with real customers' beside those that levers move: what a change must go with."""

SEARCHED = {
    **dict.fromkeys(["customer_id", "outcome", "band"], "str"),
    **dict.fromkeys(["probability_before", "threshold", "lowest_alone"], "float64"),
    **dict.fromkeys(["n_levers", "n_options"], "int64"),
}
REACH = {
    **dict.fromkeys(["customer_id", "outcome", "lever"], "str"),
    "probability_after": "float64",
    "is_enough": "int64",
}


@dataclass(frozen=True)
class CounterfactualTables:
    """What the stage hands on for one outcome.

    Attributes
    ----------
    counterfactuals : DataFrame
        A row a customer, option and changed feature, as published.
    counterfactual_search : DataFrame
        A row a searched customer: ``threshold``, ``n_levers`` (that move something near real customers),
        ``lowest_alone`` (the lowest risk that one of them gives; of a welcome outcome the highest chance),
        ``n_options``.
    counterfactual_reach : DataFrame
        A row a searched customer and lever: ``probability_after`` (the lowest of its steps), ``is_enough`` (0 or 1).
    """

    counterfactuals: pd.DataFrame
    counterfactual_search: pd.DataFrame
    counterfactual_reach: pd.DataFrame


def empty_tables() -> CounterfactualTables:
    """Give the tables without rows."""
    made = (pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()}) for types in _TYPES)
    return CounterfactualTables(*made)


_TYPES: tuple[Mapping[str, str], ...] = (COUNTERFACTUALS, SEARCHED, REACH)


def counterfactuals_of(
    described: pd.DataFrame,
    scores: pd.DataFrame,
    model: StoredModel,
    *,
    outcome: str,
    base_share: float,
    rules: Mapping[str, Rule],
    before: pd.DataFrame | None = None,
    seen: Seen | None = None,
    n_threads: int = 1,
) -> CounterfactualTables:
    """Look for changes that take customers of the bands high and medium out of their band downwards.

    Of a welcome outcome, for changes that take those of the band medium up to high.

    Parameters
    ----------
    described : DataFrame
        ``customer_id`` and features, sorted by customer.
    scores : DataFrame
        ``customer_id``, ``probability``, ``band`` of the outcome, sorted by customer, the same customers.
    model : StoredModel
        The model that gave them.
    outcome : str
        Its outcome.
    base_share : float
        Share of the labelled rows with the outcome (0–1).
    rules : mapping of str to Rule
        What the catalogue says of each feature.
    before : DataFrame, optional
        ``customer_id``, ``as_of`` and features at earlier dates, sorted by both: who made such a change then.
    seen : dict, optional
        Who made which step then, as far as other outcomes have asked; what is new is put there.
    n_threads : int
        Threads to use; they change no result.

    Returns
    -------
    CounterfactualTables
        Without rows where nobody can change anything.
    """
    up = outcome in WELCOME_OUTCOMES
    reader = Reader(model, n_threads, up)
    rows = reader.rows(described)
    levels = model.design.levels
    levers = levers_for(outcome, rows, rules, levels)
    if not levers:
        return empty_tables()
    borders = _borders(base_share, up)
    who = _searched(scores, borders)
    asked = scores.iloc[who]
    thresholds = _thresholds(asked["band"], borders)
    field = field_of(reader, rows, levers, described["customer_id"])
    found = find_counterfactuals(field, rows.among(who), who, 1 - thresholds if up else thresholds)
    found = _of_the_outcome(found) if up else found
    ids = described["customer_id"].to_numpy(dtype=object)
    made = _made(
        reader, levers, {option.change for option in found.options}, before, base_share, {} if seen is None else seen
    )
    facts = pd.DataFrame(
        {"probability": scores["probability"], "band": scores["band"], "threshold": scores["band"].map(borders)}
    )
    options = option_rows(found.options, rows, levers, facts, rules, made)
    options = with_level_names(options, levels).assign(
        customer_id=ids[options.pop("owner").to_numpy(dtype=np.intp)], outcome=outcome
    )
    reach = found.reach.assign(customer_id=ids[found.reach["owner"].to_numpy(dtype=np.intp)], outcome=outcome)
    searched = _search_rows(asked.assign(threshold=thresholds, outcome=outcome), who, found, "max" if up else "min")
    tables = (options, searched, reach)
    ordered = (table[list(types)].astype(dict(types)) for table, types in zip(tables, _TYPES, strict=True))
    return CounterfactualTables(*ordered)


def field_of(reader: Reader, rows: NamedRows, levers: Sequence[Lever], customer_ids: pd.Series) -> Field:
    """Gather what changes are tried with: levers, ranges and real customers."""
    moved = [name for lever in levers for name in (*lever.acts_on, *lever.follows)]
    named = [lever.acts_on[0] for lever in levers if lever.name.startswith(CHANGE)]
    categories = frozenset(reader.model.design.levels)
    order = seeded_order(customer_ids, seed=0)
    compared = tuple(dict.fromkeys([*moved, *COMPARED_TOO, *goes_with(rows, named, categories, order)]))
    ground = ground_of(rows, compared, order, categories)
    acted_on = {name for lever in levers for name in lever.acts_on}
    known = {name: np.sort(rows[name][~np.isnan(rows[name])]) for name in sorted(acted_on)}
    return Field(reader, tuple(levers), Ranges.of(rows), ground, known, categories)


def _thresholds(bands: pd.Series, borders: Mapping[str, float]) -> Floats:
    return np.asarray([borders[str(band)] for band in bands], dtype=np.float64)


def _borders(base_share: float, up: bool) -> dict[str, float]:
    """The probability to fall below, by band; where the outcome is wanted, the one to rise above."""
    high = high_border(base_share)
    return {Band.MEDIUM.value: high} if up else {Band.HIGH.value: high, Band.MEDIUM.value: base_share}


def _of_the_outcome(found: Found) -> Found:
    """Turn what was found of a wanted outcome failing to come into what it says of its coming."""
    options = [replace(one, probability=1 - one.probability) for one in found.options]
    return Found(options, found.reach.assign(probability_after=1 - found.reach["probability_after"]))


def _searched(scores: pd.DataFrame, borders: Mapping[str, float]) -> Places:
    """The likeliest customers of the bands that are searched, as row numbers in ascending order."""
    risky = np.flatnonzero(scores["band"].isin(list(borders)).to_numpy())
    order = np.argsort(-scores["probability"].to_numpy()[risky], kind="stable")
    return np.sort(risky[order[:MOST_CUSTOMERS]])


def _made(
    reader: Reader,
    levers: Sequence[Lever],
    changes: set[Change],
    before: pd.DataFrame | None,
    base_share: float,
    seen: Seen,
) -> Made:
    """Who made each change by themselves, by change and band; nothing where there are no two dates of a customer."""
    if before is None:
        return {}
    earlier, later = pairs_of_dates(before)
    if len(earlier) == 0:
        return {}
    rows = reader.rows(before)
    bands = risk_bands(reader.probability(rows.among(earlier)), base_share=base_share)
    customers = np.asarray(pd.factorize(before["customer_id"])[0], dtype=np.intp)[earlier]
    table = changes_made(Past(rows.among(earlier), rows.among(later), customers, bands), levers, sorted(changes), seen)
    columns = (table[name] for name in ("change", "band", "n_similar", "n_did"))
    return {(change, band): (n, did) for change, band, n, did in zip(*columns, strict=True)}


def _search_rows(asked: pd.DataFrame, who: Places, found: Found, best: str) -> pd.DataFrame:
    alone = found.reach.groupby("owner")["probability_after"].agg([best, "size"]).reindex(who)
    options = pd.Series([one.owner for one in found.options], dtype="int64").value_counts().reindex(who)
    return asked.rename(columns={"probability": "probability_before"}).assign(
        lowest_alone=alone[best].to_numpy(),
        n_levers=alone["size"].fillna(0).to_numpy(),
        n_options=options.fillna(0).to_numpy(),
    )
