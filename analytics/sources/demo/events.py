"""Ordinary events: logins, calls, visits, life events, and every motif's events on their own."""

from __future__ import annotations

import numpy as np

from analytics.sources.demo.calendar import Floats
from analytics.sources.demo.event_rows import EVENT, EventRows, happenings
from analytics.sources.demo.month import EVERYBODY, Month
from analytics.sources.demo.words import CHANNEL

_NOW_AND_THEN = {
    "complaint": 0.014,
    "fee_dispute": 0.012,
    "limit_check": 0.030,
    "rate_inquiry": 0.020,
    "statement_download": 0.060,
    "order_cancelled": 0.014,
    "mortgage_calculator": 0.016,
    "income_certificate": 0.008,
    "address_check": 0.010,
    "adviser_meeting": 0.012,
    "document_upload": 0.020,
    "address_change": 0.008,
    "card_blocked": 0.012,
    "family_change": 0.004,
    "job_change": 0.006,
}
"""Events a month that belong to no motif."""


def event_rows(month: Month) -> EventRows:
    """The month's ordinary events."""
    draws = month.draws("events")
    parts = [_logins(month, draws)]
    calls = 0.9 * month.habits.phone_share * month.engagement
    visits = 1.3 * month.habits.branch_share * month.engagement
    parts.append(_of_type(month, draws, "support_call", calls + 0.02))
    parts.append(_of_type(month, draws, "branch_visit", visits + 0.01))
    for event, rate in _NOW_AND_THEN.items():
        parts.append(_of_type(month, draws, event, np.full(len(EVERYBODY), rate)))
    return EventRows.joined(parts)


def _logins(month: Month, draws: np.random.Generator) -> EventRows:
    customer = np.repeat(EVERYBODY, month.counts(draws, month.habits.logins * month.engagement))
    day = month.random_days(draws, month.habits.weekend_share[customer])
    hour = np.clip(month.habits.evening_hour[customer] + 3.2 * draws.standard_normal(len(customer)), 0.0, 23.9)
    mobile = draws.random(len(customer)) < month.habits.mobile_share[customer]
    return EventRows(
        customer,
        month.seconds(day, hour),
        np.full(len(customer), EVENT["login"]),
        np.where(mobile, CHANNEL["mobile"], CHANNEL["web"]),
    )


def _of_type(month: Month, draws: np.random.Generator, event: str, rate: Floats) -> EventRows:
    customer = np.repeat(EVERYBODY, month.counts(draws, rate))
    day = (draws.random(len(customer)) * month.n_days).astype(np.int64)
    return happenings(customer, month.first_day + day, draws.uniform(8.0, 20.0, len(customer)), event)
