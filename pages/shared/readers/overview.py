"""What the Overview reads: how many customers, what they do, how the risk lies, what stands out."""

from __future__ import annotations

import pandas as pd

from analytics.insights import model_verdict, standouts
from analytics.insights.columns import floats
from analytics.insights.overview import Flow, at_month_end, over_a_year
from analytics.insights.risk_words import outcome_title
from analytics.insights.standouts import Standout
from analytics.store.snapshots import Snapshot
from pages.shared.readers import churn, facts
from pages.shared.readers.catalog import titles
from pages.shared.readers.chosen import chosen
from pages.shared.readers.remembered import remembered
from pages.shared.readers.segments import segments
from pages.shared.selection import Selection

EVERYONE = Selection()


@remembered
def status_counts(snapshot: Snapshot) -> dict[str, int]:
    """How many customers are active, closed, and not yet customers on the as-of day."""
    table = snapshot.query("status_counts")
    return {str(status): int(n) for status, n in zip(table["status"], table["n_customers"], strict=True)}


@remembered
def books_by_month(snapshot: Snapshot) -> pd.DataFrame:
    """`month`, `n_joined`, `n_closed`, `n_on_books` of whole months; empty where opening days are not known."""
    if not {"opened_on", "closed_on"} <= set(snapshot.columns("customers")):
        return pd.DataFrame({"month": [], "n_joined": [], "n_closed": [], "n_on_books": []})
    return snapshot.query("books_by_month", as_of=facts.as_of(snapshot))


@remembered
def joined(snapshot: Snapshot) -> Flow | None:
    """Customers who joined over twelve months; None where opening days are not known."""
    return _known(over_a_year(books_by_month(snapshot), "n_joined"))


@remembered
def closed(snapshot: Snapshot) -> Flow | None:
    """Customers who closed over twelve months; None where closing days are not known."""
    return _known(over_a_year(books_by_month(snapshot), "n_closed"))


@remembered
def on_books(snapshot: Snapshot) -> Flow | None:
    """Customers at the last month's end beside a year earlier."""
    return _known(at_month_end(books_by_month(snapshot), "n_on_books"))


@remembered
def active_in_month(snapshot: Snapshot, selection: Selection) -> Flow | None:
    """Chosen customers with an act of their own in the last whole month; None without transactions."""
    if "customer_months" not in snapshot.tables():
        return None
    table = snapshot.query("active_by_month", as_of=facts.as_of(snapshot), **chosen(snapshot, selection))
    return _known(at_month_end(table, "n_active"))


@remembered
def mean_risk(snapshot: Snapshot, selection: Selection, outcome: str) -> pd.DataFrame:
    """One row: `n_scored`, `mean_risk`, `lower`, `upper`, `n_high`; none where nobody chosen has a risk."""
    if "scores" not in snapshot.tables():
        return pd.DataFrame({"n_scored": [], "mean_risk": [], "lower": [], "upper": [], "n_high": []})
    table = snapshot.query("mean_risk", outcome=outcome, **chosen(snapshot, selection))
    return table[table["n_scored"] > 0]


@remembered
def segment_table(snapshot: Snapshot, selection: Selection, outcome: str, level: int) -> pd.DataFrame:
    """The segments that chosen customers are in: `segment_id`, `segment_key`, `label`, `colour`, `n_customers`.

    With scores also `n_scored`, `mean_risk`, `lower`, `upper`, `n_high`. The largest first.
    """
    every = segments(snapshot)
    named = every.loc[every["level"] == level, ["segment_id", "segment_key", "label", "colour"]]
    if "scores" in snapshot.tables():
        counted = snapshot.query("segment_risk", outcome=outcome, level=level, **chosen(snapshot, selection))
    else:
        counted = snapshot.query("segment_counts", level=level, **chosen(snapshot, selection))
    return counted.merge(named, on="segment_id", how="left")


@remembered
def what_stands_out(snapshot: Snapshot, outcome: str) -> list[Standout]:
    """What stands out among all customers, in sentences."""
    found: list[Standout | None] = [standouts.structure_warning(snapshot.facts)]
    told = facts.outcomes(snapshot).get(outcome)
    if told is not None and not told.has_model and "models" in snapshot.tables() and told.why_not:
        found.append(standouts.missing_model(outcome_title(outcome), told.why_not))
    overall = mean_risk(snapshot, EVERYONE, outcome)
    if told is not None and not overall.empty:
        found.append(standouts.few_known(told.n_labelled, floats(overall, "n_scored")[0]))
    if not overall.empty and "membership" in snapshot.tables():
        table = segment_table(snapshot, EVERYONE, outcome, 3)
        found.append(standouts.riskiest_segment(table, overall=floats(overall, "mean_risk")[0]))
    if "segment_trend" in snapshot.tables():
        every = segments(snapshot)
        moves = snapshot.query("segment_moves", level=3)
        moves = moves.merge(every[every["level"] == 3], on="segment_id", how="inner")
        found.append(standouts.biggest_move(moves))
    if "evaluation" in snapshot.tables():
        found.append(model_verdict.verdict(churn.evaluation(snapshot, outcome)))
        found.append(standouts.strongest_driver(churn.drivers(snapshot, outcome), outcome_title=outcome_title(outcome)))
        found.append(standouts.leak_warning(churn.leaks(snapshot, outcome), titles(snapshot)))
    return standouts.told(found)


def segment_key(snapshot: Snapshot, segment_id: str | None) -> str | None:
    """The key that a segment keeps over rebuilds; None where there is no such segment."""
    if segment_id is None:
        return None
    table = segments(snapshot)
    keys = table.loc[table["segment_id"].astype("str") == segment_id, "segment_key"]
    return None if keys.empty else str(keys.iloc[0])


def _known(flow: Flow | None) -> Flow | None:
    return flow if flow is not None and (flow.now > 0 or any(flow.line)) else None
