"""Events as columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from analytics.sources.demo.calendar import DAY_SECONDS, Flags, Floats, Ints
from analytics.sources.demo.words import CHANNEL

EVENTS: dict[str, str] = {
    "login": "",
    "support_call": "phone",
    "branch_visit": "branch",
    "complaint": "phone",
    "fee_dispute": "web",
    "limit_check": "mobile",
    "rate_inquiry": "web",
    "statement_download": "web",
    "order_cancelled": "web",
    "mortgage_calculator": "web",
    "income_certificate": "branch",
    "address_check": "web",
    "adviser_meeting": "branch",
    "document_upload": "mobile",
    "address_change": "web",
    "card_blocked": "phone",
    "family_change": "branch",
    "job_change": "web",
    "reminder_letter": "",
}
"""Event types and the channel through which they come (empty: none, or the customer's own)."""
EVENT_TYPES = tuple(EVENTS)
EVENT = {name: code for code, name in enumerate(EVENT_TYPES)}
_CHANNEL_OF = {name: CHANNEL[channel] if channel else -1 for name, channel in EVENTS.items()}


@dataclass(frozen=True)
class EventRows:
    """Events; every array has an entry an event."""

    customer: Ints
    second: Ints
    event: Ints
    channel: Ints

    def kept(self, keep: Flags | Ints) -> EventRows:
        """The events chosen by a mask or by places."""
        return EventRows(*(getattr(self, field.name)[keep] for field in fields(self)))

    @staticmethod
    def joined(parts: Sequence[EventRows]) -> EventRows:
        """All parts as one."""
        return EventRows(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(EventRows)))


def happenings(customer: Ints, day: Ints, hour: Floats, event: str) -> EventRows:
    """Events of one type, through the channel they usually come by."""
    return EventRows(
        customer,
        day * DAY_SECONDS + (hour * 3600.0).astype(np.int64),
        np.full(len(customer), EVENT[event]),
        np.full(len(customer), _CHANNEL_OF[event]),
    )
