"""The number cards on top of the Overview."""

from __future__ import annotations

from datetime import date

from analytics.insights.columns import floats
from analytics.insights.overview import Flow, change
from analytics.insights.risk_words import outcome_title
from analytics.number_marks import localized, written
from analytics.store.snapshots import Snapshot
from pages.shared.formats import day, interval, month, percent, whole
from pages.shared.panels import Card
from pages.shared.readers import facts, overview, population
from pages.shared.selection import Selection

SMALLEST_CHANGE = 0.0005
"""A smaller change would read as 0.0%, and has no direction."""


LARGEST_IN_PERCENT = 2
"""A larger change is written as a multiple."""


def overview_cards(snapshot: Snapshot, selection: Selection, outcome: str) -> list[Card]:
    """Make at most six cards, for everyone or for the customers that the filters keep."""
    risk = _risk(snapshot, selection, outcome)
    active = _active(snapshot, selection)
    if selection.is_everyone:
        return [_customers(snapshot), *_came_and_went(snapshot), *active, *risk]
    n = int(population.selected(snapshot, selection).sum())
    n_all = len(population.customer_ids(snapshot))
    kept = Card(
        "Customers",
        whole(n),
        "Customers that all of the filters above keep, of those active on the data's date.",
        compared_with=f"{percent(n / n_all if n_all else None)} of all customers",
    )
    return [kept, *active, *risk]


def _customers(snapshot: Snapshot) -> Card:
    n = overview.status_counts(snapshot).get("active", 0)
    flow = overview.on_books(snapshot)
    return Card(
        "Customers",
        whole(n),
        f"Customers who had joined and not closed on {day(facts.as_of(snapshot))}."
        " The difference is that of the last whole month's end and the same a year earlier.",
        delta=_relative(flow),
        compared_with="in a year" if _relative(flow) else "",
        good="up",
        line=flow.line if flow else (),
    )


def _came_and_went(snapshot: Snapshot) -> list[Card]:
    cards = []
    joined, closed = overview.joined(snapshot), overview.closed(snapshot)
    for flow, label, verb, good in ((joined, "Joined", "opened", "up"), (closed, "Closed", "closed", "down")):
        if flow is not None:
            cards.append(
                Card(
                    f"{label}, 12 months",
                    whole(flow.now),
                    f"Customers whose first account {verb} in the twelve whole months to {_month(flow)}."
                    if verb == "opened"
                    else f"Customers who left the bank in the twelve whole months to {_month(flow)}.",
                    delta=_relative(flow),
                    compared_with="in a year" if _relative(flow) else "",
                    good="up" if good == "up" else "down",
                    line=flow.line,
                )
            )
    return cards


def _active(snapshot: Snapshot, selection: Selection) -> list[Card]:
    flow = overview.active_in_month(snapshot, selection)
    if flow is None:
        return []
    return [
        Card(
            f"Active in {_month(flow)}",
            whole(flow.now),
            "Customers with at least one act of their own (not the bank's, not a standing order) in the last whole"
            " month.",
            delta=_relative(flow),
            compared_with="in a year" if _relative(flow) else "",
            good="up",
            line=flow.line,
        )
    ]


def _risk(snapshot: Snapshot, selection: Selection, outcome: str) -> list[Card]:
    chosen = overview.mean_risk(snapshot, selection, outcome)
    if chosen.empty:
        return []
    n, mean, lower, upper, n_high = (
        floats(chosen, column)[0] for column in ("n_scored", "mean_risk", "lower", "upper", "n_high")
    )
    everyone = floats(overview.mean_risk(snapshot, overview.EVERYONE, outcome), "mean_risk")[0]
    about = outcome_title(outcome)
    told = facts.outcomes(snapshot).get(outcome)
    meaning = f"{told.in_words()} " if told else ""
    versus = None if selection.is_everyone else f"{written((mean - everyone) * 100, '+.1f')} points"
    return [
        Card(
            f"Mean risk of {about}",
            percent(mean),
            f"{meaning}Mean of the customers' own risks. Their 90% intervals are {interval(lower, upper)} on average.",
            delta=versus,
            compared_with="vs all" if versus else interval(lower, upper),
            good="down",
        ),
        Card(
            "High risk",
            whole(n_high),
            "Customers in the band called high. The bands are set by the model's own risks; see Churn drivers.",
            compared_with=f"{percent(n_high / n)} of all here",
        ),
    ]


def _relative(flow: Flow | None) -> str | None:
    moved = None if flow is None else change(flow)
    if moved is None or abs(moved) < SMALLEST_CHANGE:
        return None
    return localized(f"×{moved + 1:.1f}" if moved > LARGEST_IN_PERCENT else f"{moved * 100:+.1f}%")


def _month(flow: Flow) -> str:
    return month(date.fromisoformat(flow.month[:10]))
