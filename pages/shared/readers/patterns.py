"""The sequences before an outcome: how sure, in words, and how they fare within the selection, segments and periods."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.pattern_fares import pattern_fares
from analytics.insights.pattern_words import anyway_sentence, happening, pattern_sentence, pattern_words, steps_of
from analytics.stages.patterns import HORIZON_DAYS
from analytics.store.snapshots import Snapshot
from pages.shared.readers import facts, pattern_matches
from pages.shared.readers.ever import chosen_ever, is_here, segments_ever, stands_for
from pages.shared.readers.happened import symbol_words
from pages.shared.readers.population import Mask
from pages.shared.readers.remembered import remembered, remembered_of_build
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

PERIODS = {"quarter": 3, "half": 6, "year": 12}
"""Kinds of periods, the shortest first, in months."""
SURE = 0.05
"""The largest adjusted p-value of a finding."""


def outcomes(snapshot: Snapshot) -> tuple[str, ...]:
    """The outcomes before which sequences were looked for, recorded ones first."""
    if "pattern_tests" not in snapshot.tables():
        return ()
    known = set(facts.outcomes(snapshot))
    return tuple(sorted(tests(snapshot)["outcome"].astype(str), key=lambda name: (name not in known, name)))


@remembered_of_build
def tests(snapshot: Snapshot) -> pd.DataFrame:
    """How much was looked at before each outcome, as published."""
    return snapshot.table("pattern_tests")


def why_not(snapshot: Snapshot) -> str:
    """Say why there are no patterns; empty where this was not worked out yet."""
    told = snapshot.facts.get("not_published")
    return str(told.get("patterns", "")) if isinstance(told, dict) else ""


def follows(snapshot: Snapshot, outcome: str) -> str:
    """Say what follows, as of customers: `leave within 90 days`."""
    known = facts.outcomes(snapshot).get(outcome)
    return happening(outcome, HORIZON_DAYS if known is None else known.horizon_days)


@remembered_of_build
def listed(snapshot: Snapshot, outcome: str) -> pd.DataFrame:
    """The patterns before an outcome, the surest first.

    As published, with `words`, `sentence` and `is_sure` (beyond chance, and found again among customers set aside).
    """
    words, follow = symbol_words(snapshot), follows(snapshot, outcome)
    everything = pattern_matches.all_patterns(snapshot)
    table = everything[everything["outcome"] == outcome].sort_values(["p_adjusted", "p", "pattern_id"])
    spoken = [pattern_words(str(each), words) for each in table["pattern"]]
    numbers = zip(spoken, table["lift"], table["median_gap_days"], table["n_customers"], strict=True)
    sentences = [
        pattern_sentence(what, follow, lift=float(lift), median_gap_days=float(gap), n_customers=float(n))
        for what, lift, gap, n in numbers
    ]
    is_sure = (table["p_adjusted"] <= SURE) & (table["replicates"] == 1)
    return table.assign(words=spoken, sentence=sentences, is_sure=is_sure).reset_index(drop=True)


@remembered_of_build
def anyway(snapshot: Snapshot) -> pd.DataFrame:
    """What customers do, whatever follows, with `words` and `sentence`; the most frequent first."""
    words = symbol_words(snapshot)
    everything = pattern_matches.all_patterns(snapshot)
    table = everything[everything["outcome"] == ""]
    if table.empty:
        return table.assign(words=[], sentence=[])
    table = table.sort_values(["n_customers", "pattern_id"], ascending=[False, True])
    spoken = [pattern_words(str(each), words) for each in table["pattern"]]
    numbers = zip(spoken, table["median_gap_days"], table["n_customers"], table["support"], strict=True)
    sentences = [anyway_sentence(what, gap, n, share) for what, gap, n, share in numbers]
    return table.assign(words=spoken, sentence=sentences).reset_index(drop=True)


def holding(table: pd.DataFrame, symbol: str) -> pd.DataFrame:
    """Keep the patterns that hold an event."""
    return table[[symbol in steps_of(str(each)) for each in table["pattern"]]]


@remembered
def n_now(snapshot: Snapshot, pattern: str, selection: Selection) -> int:
    """How many of the selected customers have a pattern in the window up to the data's date."""
    now = pattern_matches.now_with(snapshot, pattern)
    here = chosen_ever(snapshot, selection)[now] & is_here(snapshot)[now]
    return int(here.sum())


@remembered
def fares_here(snapshot: Snapshot, pattern: str, outcome: str, selection: Selection) -> pd.DataFrame:
    """How those with a pattern fared beside those without, within the selection: one row of `pattern_fares`."""
    rows = pattern_matches.landmarks(snapshot, outcome)
    group = np.where(chosen_ever(snapshot, selection)[rows.customer], 0, -1)
    return pattern_fares(_has(snapshot, pattern, outcome), rows.is_case, group, 1)


@remembered
def fares_next(snapshot: Snapshot, pattern: str, selection: Selection) -> pd.DataFrame:
    """What followed a pattern, of every outcome that was looked at: rows of `pattern_fares` with `title`."""
    known = outcomes(snapshot)
    rows = [fares_here(snapshot, pattern, outcome, selection) for outcome in known]
    titles = [follows(snapshot, outcome) for outcome in known]
    return pd.concat(rows, ignore_index=True).assign(title=[f"{title[:1].upper()}{title[1:]}" for title in titles])


@remembered
def fares_by_segment(snapshot: Snapshot, pattern: str, outcome: str, level: int, selection: Selection) -> pd.DataFrame:
    """How those with a pattern fared in each segment of a level, within the selection; the largest segment first."""
    here = segments(snapshot)
    named = here[here["level"] == level][["segment_id", "segment_key", "label", "n_customers"]]
    kinds = pd.Categorical(segments_ever(snapshot, level)["segment_id"])
    rows = pattern_matches.landmarks(snapshot, outcome)
    group = np.where(chosen_ever(snapshot, selection)[rows.customer], kinds.codes[rows.customer], -1)
    table = pattern_fares(_has(snapshot, pattern, outcome), rows.is_case, group, len(kinds.categories))
    table = table.assign(segment_id=[str(each) for each in kinds.categories])
    found = named.assign(segment_id=named["segment_id"].astype(str)).merge(table, on="segment_id")
    return found[found["n_rows"] > 0].rename(columns={"label": "title"}).reset_index(drop=True)


@remembered
def fares_by_period(
    snapshot: Snapshot, pattern: str, outcome: str, n_months: int, selection: Selection
) -> pd.DataFrame:
    """How those with a pattern fared by the period of so many months in which it was asked; the oldest first."""
    rows = pattern_matches.landmarks(snapshot, outcome)
    number = rows.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // n_months
    periods, group = np.unique(number, return_inverse=True)
    group = np.where(chosen_ever(snapshot, selection)[rows.customer], group, -1)
    table = pattern_fares(_has(snapshot, pattern, outcome), rows.is_case, group, len(periods))
    titles = [_period_title(int(each) * n_months, n_months) for each in periods]
    return table.assign(title=titles).query("n_rows > 0").reset_index(drop=True)


def _period_title(month: int, n_months: int) -> str:
    """Name a period by its first month, which is counted from January 1970."""
    year, place = 1970 + month // 12, month % 12 // n_months
    return {3: f"{year}, quarter {place + 1}", 6: f"{year}, {('first', 'second')[place % 2]} half"}.get(
        n_months, f"{year}"
    )


def finest_period(snapshot: Snapshot, pattern: str, outcome: str, selection: Selection) -> str:
    """The shortest kind of period of which at least half have enough cases to say something; else years."""
    for name, n_months in PERIODS.items():
        table = fares_by_period(snapshot, pattern, outcome, n_months, selection)
        if len(table) and (table["verdict"] != "few").mean() >= 0.5:
            return name
    return "year"


def n_without_place(snapshot: Snapshot, outcome: str) -> int:
    """How many customers of an outcome's rows left and count with nobody, so that no selection holds them."""
    rows = pattern_matches.landmarks(snapshot, outcome)
    return len(np.unique(rows.customer[stands_for(snapshot)[rows.customer] < 0]))


def _has(snapshot: Snapshot, pattern: str, outcome: str) -> Mask:
    has = np.zeros(len(pattern_matches.landmarks(snapshot, outcome).day), dtype=np.bool_)
    has[pattern_matches.rows_of(snapshot, pattern, outcome)] = True
    return has
