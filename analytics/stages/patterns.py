"""The stage ``patterns``: which sequences go with an outcome by more than chance, and what customers do anyway."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.stages.informed import InformedWork
from analytics.store.transform import Value, transform
from analytics.store.work import Work
from analytics.vocabulary import PUBLISHED, SourceKind

if TYPE_CHECKING:
    from analytics.models.histories import Histories
    from analytics.models.pattern_evidence import Landmarks
    from analytics.models.pattern_miner import Limits
    from analytics.models.patterns_found import Patterns

WINDOW_DAYS = 120
"""How far back from a landmark patterns are looked for."""
HORIZON_DAYS = 90
"""How soon after a landmark an opening must follow."""
MOST_GAP_DAYS = 30
MOST_EVENTS = 3
MOST_A_YEAR = 12
"""What happens to customers more often than once a month on average makes no pattern."""
FEWEST_SHARE, FEWEST_ROWS = 0.005, 20
FEWEST_CASES = 20
MOST_SHOWN = 300
"""At most so many patterns an outcome are published, those that chance explains least."""
HABIT_DAYS = 365
"""How far back from the as-of day it is looked what customers do, whatever follows."""
HELD_OUT_SHARE = 0.4
_ROWS_A_PERIOD = 200
_CASES_A_LEVEL = 20

_UNDATED = "A customer table doesn't say when anything happened, so there are no sequences."
_NO_CASES = "No outcome followed often enough ({fewest} times) on a day with {days} days of records before it."
_EXTRA = ("n_rows", "n_cases", "odds_ratio", "lower", "upper", "p", "p_held_out", "is_closed")


def patterns_stage(work: InformedWork) -> None:
    """Publish ``patterns``, with ``pattern_tests`` that says of each outcome how much was looked at.

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build.
    """
    if work.source.kind is SourceKind.TABLE:
        _publish(work, [], [], _UNDATED)
        return
    values: dict[str, Value] = {"as_of": work.as_of, "window_days": WINDOW_DAYS, "horizon_days": HORIZON_DAYS}
    transform(work.cursor, "pattern_rows", values=values)
    rows = work.take("SELECT * FROM built.pattern_rows ORDER BY row_no")
    tables, tests = [], []
    for outcome, own in rows.groupby("outcome"):
        if FEWEST_CASES <= own["value"].sum() < len(own):
            work.tell(f"Looking for sequences before {outcome}")
            table, n_tested = _patterns(work, str(outcome), own)
            tables.append(table.head(MOST_SHOWN))
            found = int((table["p_adjusted"] <= 0.05).sum())
            tests.append((str(outcome), len(own), int(own["value"].sum()), n_tested, found, int(_sure(table))))
    work.cursor.execute("DROP TABLE built.pattern_rows")
    habits = _habits(work)
    if len(habits):
        tables.append(habits)
    _publish(work, tables, tests, _NO_CASES.format(fewest=FEWEST_CASES, days=WINDOW_DAYS))


def _sure(table: pd.DataFrame) -> int:
    return int(((table["p_adjusted"] <= 0.05) & (table["replicates"] == 1)).sum())


def _patterns(work: Work, outcome: str, rows: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Look for patterns before one outcome, and judge each; the surest first."""
    from analytics.models.closed_patterns import are_closed
    from analytics.models.pattern_evidence import pattern_evidence
    from analytics.models.pattern_gaps import median_gaps
    from analytics.models.pattern_miner import patterns_with_customers

    values: dict[str, Value] = {"outcome": outcome, "window_days": WINDOW_DAYS, "most_a_year": MOST_A_YEAR}
    events = transform(work.cursor, "pattern_events", values=values).df()
    histories, names = _histories(events, rows)
    limits = _limits(len(rows))
    found = patterns_with_customers(histories, limits, n_threads=work.n_threads)
    table = pattern_evidence(found, _landmarks(rows, histories, work.seed))
    closed = are_closed(found).astype(np.int64)
    table = table.assign(number=np.arange(len(found)), outcome=outcome, length=found.lengths, is_closed=closed)
    table = table.sort_values(["p", "number"], kind="stable", ignore_index=True)
    chosen = found.chosen(table["number"].to_numpy(np.int64)[:MOST_SHOWN])
    return _named(table, chosen, names, median_gaps(chosen, histories, limits)), len(found)


def _limits(n_rows: int) -> Limits:
    from analytics.models.pattern_miner import Limits

    fewest = max(FEWEST_ROWS, int(np.ceil(FEWEST_SHARE * n_rows)))
    return Limits(fewest, most_gap=MOST_GAP_DAYS, most_items=MOST_EVENTS, most_at_once=1)


def _habits(work: Work) -> pd.DataFrame:
    """Look for what customers do within a year, whatever follows: the most frequent first."""
    from analytics.models.closed_patterns import are_closed
    from analytics.models.pattern_gaps import median_gaps
    from analytics.models.pattern_miner import patterns_with_customers

    values: dict[str, Value] = {"as_of": work.as_of, "habit_days": HABIT_DAYS, "most_a_year": MOST_A_YEAR}
    events = transform(work.cursor, "habit_events", values=values).df()
    if events.empty:
        return pd.DataFrame()
    n_here = int(events["n_here"].iloc[0])
    work.tell("Looking for what customers do, whatever follows")
    histories, names = _histories(events, pd.DataFrame({"row_no": np.arange(n_here)}))
    limits = _limits(n_here)
    found = patterns_with_customers(histories, limits, n_threads=work.n_threads)
    order = np.lexsort((np.arange(len(found)), -found.n_customers.astype(np.int64)))[:MOST_SHOWN]
    chosen = found.chosen(order)
    table = pd.DataFrame({"n_customers": chosen.n_customers.astype(np.int64), "length": chosen.lengths})
    table = table.assign(support=table["n_customers"] / n_here, is_closed=are_closed(found)[order].astype(int))
    missing = dict.fromkeys(
        ("confidence", "lift", "p_adjusted", "odds_ratio", "lower", "upper", "p", "p_held_out"), np.nan
    )
    whole = {name: pd.array([pd.NA] * len(table), dtype="Int64") for name in ("replicates", "n_cases")}
    table = table.assign(outcome="", n_rows=table["n_customers"], **missing, **whole)
    return _named(table, chosen, names, median_gaps(chosen, histories, limits)).assign(outcome=None)


def _named(table: pd.DataFrame, chosen: Patterns, names: list[str], gaps: np.ndarray) -> pd.DataFrame:
    """Write out the patterns that are shown; those that are not keep their evidence only."""
    spelled = [" > ".join(names[items[0]] for items in chosen.item_sets(number)) for number in range(len(chosen))]
    beyond = [""] * (len(table) - len(chosen))
    outcome = str(table["outcome"].iloc[0]) if len(table) else ""
    ids = [hashlib.sha256(f"{outcome}|{pattern}".encode()).hexdigest()[:12] for pattern in spelled]
    padded = np.concatenate([gaps, np.full(len(beyond), np.nan)])
    named = table.assign(pattern=[*spelled, *beyond], pattern_id=[*ids, *beyond], median_gap_days=padded)
    return named[[*PUBLISHED["patterns"].columns, *_EXTRA]]


def _histories(events: pd.DataFrame, rows: pd.DataFrame) -> tuple[Histories, list[str]]:
    from analytics.models.histories import Histories

    names = sorted(set(events["symbol"]))
    items = pd.Categorical(events["symbol"], categories=names).codes.astype(np.int32)
    starts = np.searchsorted(events["row_no"], np.append(rows["row_no"], rows["row_no"].iloc[-1] + 1))
    return Histories(starts.astype(np.int64), events["day"].to_numpy(np.int64), items, len(names)), names


def _landmarks(rows: pd.DataFrame, histories: Histories, seed: int) -> Landmarks:
    """Compare within calendar quarters, where there are enough rows of each, and customers about as active."""
    from analytics.models.pattern_evidence import Landmarks, activity_strata

    period = pd.to_datetime(rows["as_of"]).dt.to_period("Q").map(lambda quarter: quarter.ordinal).to_numpy(np.int64)
    if len(rows) < _ROWS_A_PERIOD * len(np.unique(period)):
        period = np.zeros_like(period)
    is_case = rows["value"].to_numpy() == 1
    n_levels = int(np.clip(is_case.sum() // _CASES_A_LEVEL, 2, 10))
    stratum = activity_strata(period, np.diff(histories.customer_starts), n_levels=n_levels)
    customer, ids = pd.factorize(rows["customer_id"])
    return Landmarks(customer.astype(np.int64), stratum, is_case, set_aside(ids, seed)[customer])


def set_aside(ids: pd.Index, seed: int) -> np.ndarray:
    """Set customers aside by their ids, so that a customer is on one side for every outcome.

    Parameters
    ----------
    ids : Index
        Of customers.
    seed : int
        The build's.

    Returns
    -------
    ndarray of bool
        Whether each is among the `HELD_OUT_SHARE` by whom findings are judged, and not among those searched.
    """
    digests = [hashlib.sha256(f"{seed}|{name}".encode()).digest()[:4] for name in ids]
    return np.array([int.from_bytes(digest, "big") for digest in digests]) < HELD_OUT_SHARE * 2**32


def _publish(
    work: Work, tables: list[pd.DataFrame], tests: list[tuple[str, int, int, int, int, int]], why: str
) -> None:
    work.drop("patterns")
    if tables:
        work.put("patterns", pd.concat(tables, ignore_index=True).astype({"outcome": "str"}))
    columns = ["outcome", "n_rows", "n_cases", "n_tested", "n_found", "n_replicated"]
    told = pd.DataFrame(tests, columns=columns).astype(dict.fromkeys(columns[1:], "int64") | {"outcome": "str"})
    work.put("pattern_tests", told)
    gaps = {"table_name": [] if tables else ["patterns"], "why": [] if tables else [why]}
    work.put("pattern_gaps", pd.DataFrame(gaps, dtype="str"))
