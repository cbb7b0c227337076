"""A customer's months: balance, own acts, and what happened."""

from __future__ import annotations

import pandas as pd
from plotly.graph_objects import Bar, Figure, Scatter
from plotly.subplots import make_subplots

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed, literal
from analytics.insights.columns import floats, texts
from analytics.insights.wording import count, day


@drawn_once
def customer_timeline(months: pd.DataFrame, events: pd.DataFrame, *, ink: Ink, currency: str) -> Figure:
    """Draw the balance at each month's end above the customer's own acts, with events as marks.

    Parameters
    ----------
    months : DataFrame
        ``month`` (its first day), ``n_own_acts``, ``balance_end`` (may be missing).
    events : DataFrame
        ``occurred_at``, ``event_type``, ``detail``; may be empty.
    ink : Ink
        The colours of the theme in force.
    currency : str
        The reporting currency.
    """
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.08, row_heights=[0.58, 0.42])
    figure.add_trace(
        Scatter(
            x=months["month"],
            y=floats(months, "balance_end"),
            mode="lines+markers",
            name="Balance",
            line={"color": ink.mark, "width": 2},
            marker={"size": 5},
            hovertemplate=f"%{{x|%b %Y}}: %{{y:,.0f}} {literal(currency)}<extra></extra>",
        ),
        row=1,
        col=1,
    )
    figure.add_trace(
        Bar(
            x=months["month"],
            y=months["n_own_acts"],
            name="Own acts",
            marker={"color": ink.other},
            hovertemplate="%{x|%b %Y}: %{y} own acts<extra></extra>",
        ),
        row=2,
        col=1,
    )
    if not events.empty:
        figure.add_trace(_event_marks(months, events, ink), row=2, col=1)
    dressed(figure, ink, height=430)
    figure.update_yaxes(title_text=f"Balance at month end, {literal(currency)}", tickformat=",", row=1, col=1)
    figure.update_yaxes(title_text="Own acts a month", rangemode="tozero", row=2, col=1)
    figure.update_xaxes(tickformat="%b %Y", dtick="M1" if len(months) <= 6 else None)
    figure.update_xaxes(title_text="Month", row=2, col=1)
    figure.update_layout(margin_t=40)
    return figure


def customer_timeline_alt(months: pd.DataFrame) -> str:
    """Return how the months began and ended, in a sentence."""
    if months.empty:
        return "This customer has no months on record."
    acts, dates = floats(months, "n_own_acts"), texts(months, "month")
    return (
        f"{len(months)} months, from {day(dates[0])} to {day(dates[-1])}: "
        f"{count(sum(acts) / len(acts))} own acts a month on average, {count(acts[-1])} in the last."
    )


def _event_marks(months: pd.DataFrame, events: pd.DataFrame, ink: Ink) -> Scatter:
    top = float(months["n_own_acts"].max()) if len(months) else 1.0
    return Scatter(
        x=events["occurred_at"],
        y=[max(top, 1.0) * 1.12] * len(events),
        mode="markers",
        name="Event",
        marker={"symbol": "triangle-down", "size": 9, "color": ink.higher},
        customdata=[
            literal(f"{kind} {detail}".strip().replace("_", " "))
            for kind, detail in zip(texts(events, "event_type"), texts(events, "detail"), strict=True)
        ],
        hovertemplate="%{x|%d %b %Y}: %{customdata}<extra></extra>",
    )
