"""The number cards on top of the Segment screen."""

from __future__ import annotations

from analytics.insights.columns import floats
from analytics.insights.risk_words import outcome_title
from analytics.number_marks import written
from analytics.store.snapshots import Snapshot
from pages.shared.formats import interval, number, percent, whole
from pages.shared.panels import Card
from pages.shared.readers import overview, population
from pages.shared.readers.segments import Segment
from pages.shared.selection import Selection


def segment_cards(snapshot: Snapshot, selection: Selection, outcome: str, segment: Segment) -> list[Card]:
    """Make the cards: size, risk beside all, high risk, stability."""
    is_chosen = not selection.is_everyone
    n = int(population.selected(snapshot, selection).sum()) if is_chosen else segment.n_customers
    n_all = len(population.customer_ids(snapshot))
    cards = [
        Card(
            "Customers",
            whole(n),
            "Active customers of this segment that the other filters keep.",
            compared_with=f"{percent(n / n_all if n_all else None)} of all customers",
        )
    ]
    risk = overview.mean_risk(snapshot, selection, outcome)
    everyone = overview.mean_risk(snapshot, overview.EVERYONE, outcome)
    if not risk.empty:
        mean, lower, upper, n_high, n_scored = (
            floats(risk, name)[0] for name in ("mean_risk", "lower", "upper", "n_high", "n_scored")
        )
        gap = (mean - floats(everyone, "mean_risk")[0]) * 100
        cards += [
            Card(
                f"Mean risk of {outcome_title(outcome)}",
                percent(mean),
                f"Mean of the customers' own risks; their 90% intervals are {interval(lower, upper)} on average.",
                delta=f"{written(gap, '+.1f')} points",
                compared_with="vs all",
                good="down",
            ),
            Card(
                "High risk",
                whole(n_high),
                "Customers in the band called high.",
                compared_with=f"{percent(n_high / n_scored)} of all here",
            ),
        ]
    return [
        *cards,
        Card(
            "Stability",
            number(segment.stability),
            "How well the segment holds when the customers are drawn anew, from 0 (another one each time) to 1"
            " (always the same). Above 0.75 it can be relied on.",
        ),
    ]
