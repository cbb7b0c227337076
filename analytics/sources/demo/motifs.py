"""Planted motifs: events in an order with gaps that precede leaving or a mortgage, and their decoys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo.calendar import NEVER, Floats, Ints
from analytics.sources.demo.event_rows import EventRows, happenings
from analytics.sources.demo.month import EVERYBODY, Month
from analytics.sources.demo.words import MORTGAGE, N_PRODUCTS

COUNTED_DAYS = 90
"""A motif counts for leaving when its last event lies in this many days before the quarter."""


@dataclass(frozen=True)
class Motif:
    """Events in order.

    Attributes
    ----------
    name : str
        What the truth calls it.
    events : tuple of str
        Event types in order.
    gaps : tuple of (int, int)
        Fewest and most days from each event to the next.
    outcome : str
        `churn` or `mortgage`.
    effect : float
        For churn the log-odds it adds; for a mortgage the chance that one follows. 0 for a decoy.
    decoy_of : str
        The motif whose events it has in another order; empty for a true one.
    a_month : float
        Share of customers in whom it starts each month.
    """

    name: str
    events: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]
    outcome: str
    effect: float
    decoy_of: str
    a_month: float


MOTIFS = (
    Motif("unheard_complaint", ("complaint", "fee_dispute", "limit_check"), ((2, 9), (3, 20)), "churn", 2.5, "", 0.011),
    Motif(
        "unheard_complaint_decoy",
        ("limit_check", "complaint", "fee_dispute"),
        ((3, 20), (2, 9)),
        "churn",
        0.0,
        "unheard_complaint",
        0.011,
    ),
    Motif(
        "packing_up",
        ("rate_inquiry", "statement_download", "order_cancelled"),
        ((1, 14), (2, 12)),
        "churn",
        2.1,
        "",
        0.009,
    ),
    Motif(
        "packing_up_decoy",
        ("order_cancelled", "statement_download", "rate_inquiry"),
        ((2, 12), (1, 14)),
        "churn",
        0.0,
        "packing_up",
        0.009,
    ),
    Motif(
        "house_hunt",
        ("mortgage_calculator", "income_certificate", "address_check"),
        ((3, 20), (5, 25)),
        "mortgage",
        0.45,
        "",
        0.006,
    ),
    Motif(
        "house_hunt_decoy",
        ("address_check", "mortgage_calculator", "income_certificate"),
        ((5, 25), (3, 20)),
        "mortgage",
        0.0,
        "house_hunt",
        0.006,
    ),
    Motif(
        "adviser_first",
        ("adviser_meeting", "document_upload", "mortgage_calculator"),
        ((2, 12), (1, 15)),
        "mortgage",
        0.35,
        "",
        0.005,
    ),
    Motif(
        "adviser_first_decoy",
        ("document_upload", "mortgage_calculator", "adviser_meeting"),
        ((1, 15), (2, 12)),
        "mortgage",
        0.0,
        "adviser_first",
        0.005,
    ),
)
MORTGAGE_AFTER_DAYS = (10, 60)
MORTGAGE_ANYWAY_A_MONTH = 0.0006


def motif_events(month: Month) -> EventRows:
    """Motifs that start this month; their later events may fall in later months."""
    draws, n = month.draws("motifs"), len(EVERYBODY)
    here = month.present & (month.customers.opened_day < month.first_day)
    parts = []
    for number, motif in enumerate(MOTIFS):
        u, day, hour = draws.random(n), draws.random(n), draws.uniform(8.0, 20.0, (n, len(motif.events)))
        gaps = np.column_stack([draws.integers(low, high + 1, n) for low, high in motif.gaps])
        who = EVERYBODY[here & (u < motif.a_month)]
        days = _days(month, day[who], gaps[who])
        month.state.motif_customer.append(who)
        month.state.motif_number.append(np.full(len(who), number))
        month.state.motif_done_day.append(days[:, -1])
        for place, event in enumerate(motif.events):
            parts.append(happenings(who, days[:, place], hour[who, place], event))
        _plan_mortgages(month, motif, draws, who, days[:, -1])
    anyway = (draws.random(n) < MORTGAGE_ANYWAY_A_MONTH) & month.present
    _open_mortgages(month, EVERYBODY[anyway], month.first_day + draws.integers(0, month.n_days, n)[anyway])
    return EventRows.joined(parts)


def _days(month: Month, start: Floats, gaps: Ints) -> Ints:
    first = month.first_day + (start * month.n_days).astype(np.int64)
    return np.column_stack([first, first[:, None] + gaps.cumsum(axis=1)])


def _plan_mortgages(month: Month, motif: Motif, draws: np.random.Generator, who: Ints, done: Ints) -> None:
    u, wait = draws.random(len(EVERYBODY)), draws.integers(*MORTGAGE_AFTER_DAYS, len(EVERYBODY))
    if motif.outcome == "mortgage" and motif.effect > 0:
        takes = u[who] < motif.effect
        _open_mortgages(month, who[takes], (done + wait[who])[takes])


def _open_mortgages(month: Month, who: Ints, day: Ints) -> None:
    """A mortgage account for those who have none yet and stay."""
    opened = month.state.account_opened
    place = who * N_PRODUCTS + MORTGAGE
    free = (opened[place] > day) & (month.state.leave_day[who] >= NEVER)
    opened[place[free]] = day[free]


def active_motifs(month_first_day: int, customer: Ints, number: Ints, done: Ints) -> Ints:
    """How many of each motif every customer has completed in the 90 days before; (n, motifs)."""
    counted = (done < month_first_day) & (done >= month_first_day - COUNTED_DAYS)
    flat = customer[counted] * len(MOTIFS) + number[counted]
    counts = np.bincount(flat, minlength=len(EVERYBODY) * len(MOTIFS))
    return counts.reshape(len(EVERYBODY), len(MOTIFS))
