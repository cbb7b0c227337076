"""Randomised offers at each quarter's end, and what they truly do to each customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.sources.demo.calendar import Flags, Floats, Ints
from analytics.sources.demo.consents import Consents
from analytics.sources.demo.draws import BLOCK_SIZE
from analytics.sources.demo.month import EVERYBODY, Month
from analytics.sources.demo.words import CHANNEL

OFFERS = ("fee_waiver", "savings_bonus", "card_upgrade")
OFFER_CHANNELS = ("phone", "mobile", "branch")
PROPENSITY = np.array([0.5, 0.6, 0.4])
"""Chance of the offer (else control) in each channel."""
CONTACTED_SHARE = 0.22

PERSUADABLE, SLEEPING_DOG, INDIFFERENT = range(3)
KINDS = ("persuadable", "sleeping_dog", "indifferent")
_EFFECT = np.array([(-1.5, -0.9, -1.2), (1.4, 0.7, 1.0), (-0.1, -0.05, -0.15)])
"""Log-odds of leaving that an offer adds: kind by channel."""
_ACCEPTS = np.array([0.34, 0.08, 0.2])
_VALUE = np.array([35.0, 60.0, 25.0])


@dataclass(frozen=True)
class OfferRows:
    """The offers of one quarter's end, and what they would do to everybody.

    Attributes
    ----------
    customer, second, offer, channel : ints
        Who was drawn, when, for what, over which channel (place in `OFFER_CHANNELS`).
    offered : flags
        True for the offer, False for the control, who hear nothing.
    accepted : flags
        Whether it was taken.
    kind : (n,) ints
        `KINDS` of everybody in the block.
    effect : (n, channels) floats
        Log-odds that an offer over each channel adds to leaving in the next quarter.
    """

    month: int
    customer: Ints
    second: Ints
    offer: Ints
    channel: Ints
    offered: Flags
    accepted: Flags
    reward: Floats
    kind: Ints
    effect: Floats


def quarter_offers(month: Month, consents: Consents) -> OfferRows:
    """Draws who is contacted in the quarter's last month, and books the effect on the next decision.

    Customers whom fees annoy are persuadable; those who have already half withdrawn are sleeping dogs:
    an offer reminds them to leave. Everyone else hardly cares.
    """
    draws, state, n = month.draws("offers"), month.state, BLOCK_SIZE
    annoyed = state.penalties.sum(axis=1) > 0
    kind = np.where(state.disengaged > 0, SLEEPING_DOG, np.where(annoyed, PERSUADABLE, INDIFFERENT))
    effect = _EFFECT[kind]
    agreed = consents.in_force("marketing", month.first_day + 14)
    here = (month.customers.opened_day < month.first_day) & (state.leave_day > month.first_day + 27)
    drawn = here & agreed & (draws.random(n) < CONTACTED_SHARE)
    channel, offer = draws.integers(0, len(OFFER_CHANNELS), n), draws.integers(0, len(OFFERS), n)
    offered = draws.random(n) < PROPENSITY[channel]
    accepted = offered & (draws.random(n) < _ACCEPTS[kind])
    day, hour = draws.integers(14, 27, n), draws.uniform(9.0, 18.0, n)
    state.offer_effect[:] = np.where(drawn & offered, effect[EVERYBODY, channel], 0.0)
    who = EVERYBODY[drawn]
    return OfferRows(
        month=month.number,
        customer=who,
        second=month.seconds(day[who], hour[who]),
        offer=offer[who],
        channel=channel[who],
        offered=offered[who],
        accepted=accepted[who],
        reward=np.where(accepted, _VALUE[offer], 0.0)[who],
        kind=kind,
        effect=effect,
    )


def channel_code(place: Ints) -> Ints:
    """Codes of `words.CHANNELS` for places in `OFFER_CHANNELS`."""
    return np.array([CHANNEL[name] for name in OFFER_CHANNELS])[place]
