"""By how much an offer lowered the share with an outcome: those who got it against those from whom it was held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from analytics.models.risk_interval import NORMAL_90

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

FEWEST_AN_ARM = 20
"""With fewer offered, or held back, an interval by the normal distribution says nothing."""


class EffectVerdict(StrEnum):
    """What is known of an offer's effect."""

    LOWERS = "lowers"
    RAISES = "raises"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trial:
    """Offers made and held back, and what followed.

    Attributes
    ----------
    customer : (n,) ints
        Which customer; one may be in it several times.
    is_offered : (n,) flags
        False for those from whom the offer was held back.
    chance : (n,) floats
        Of being offered, over 0 and under 1.
    value : (n,) floats
        1 where the outcome followed, else 0.
    """

    customer: Ints
    is_offered: Flags
    chance: Floats
    value: Floats

    def __len__(self) -> int:
        """How many offers were made or held back."""
        return len(self.value)

    def of(self, chosen: Flags) -> Trial:
        """Take some of the rows."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})

    @property
    def signs(self) -> Floats:
        """One over the chance of what was done: negative where the offer was made.

        Times the outcome it has the mean by which the offer lowers it (Horvitz and Thompson, 1952).
        """
        return np.where(self.is_offered, -1 / self.chance, 1 / (1 - self.chance))


@dataclass(frozen=True)
class OfferEffect:
    """By how much an offer lowers the share with an outcome.

    Attributes
    ----------
    effect, lower, upper : float
        Shares from -1 to 1 with a 90 % interval: above 0 fewer have the outcome with the offer. Not a number where
        there is nothing to compare.
    n_offered, n_held_back : int
        How many there are of each.
    share_offered, share_held_back : float
        The weighted shares with the outcome.
    """

    effect: float
    lower: float
    upper: float
    n_offered: int
    n_held_back: int
    share_offered: float
    share_held_back: float

    @property
    def verdict(self) -> EffectVerdict:
        """What is known of it."""
        if np.isnan(self.effect):
            return EffectVerdict.UNKNOWN
        if self.lower > 0:
            return EffectVerdict.LOWERS
        return EffectVerdict.RAISES if self.upper < 0 else EffectVerdict.UNSURE


def trial_of(rows: pd.DataFrame) -> tuple[Trial, Flags]:
    """Say of each row what chance it had of the offer.

    Where the propensity is recorded, it is that of what the customer got, the offer or nothing. Elsewhere it is the
    share that got the offer of those with the same offer, channel and date of the outcome, as in a random hold-out;
    where all of them got it, or none, there is nothing to compare.

    Parameters
    ----------
    rows : DataFrame
        ``customer_id``, ``offer``, ``channel``, ``followed_on``, ``is_offered``, ``propensity``, ``value``.

    Returns
    -------
    Trial
        Of the rows that can be compared.
    ndarray of bool
        Which rows these are.
    """
    offered = rows["is_offered"].to_numpy(bool)
    alike = rows.groupby(["offer", "channel", "followed_on"], dropna=False, sort=False)
    share = alike["is_offered"].transform("mean").to_numpy(float)
    told = rows["propensity"].to_numpy(float, na_value=np.nan)
    chance = np.where(np.isnan(told), share, np.where(offered, told, 1 - told))
    usable = (chance > 0) & (chance < 1)
    customer = pd.factorize(rows["customer_id"])[0].astype(np.int64)
    return Trial(customer, offered, chance, rows["value"].to_numpy(float)).of(usable), usable


def offer_effect(trial: Trial) -> OfferEffect:
    """Compare those who were offered something with those from whom it was held back.

    Weighted by one over the chance of what was done, each arm's weights made to add up to 1 (Hájek, 1971); the interval
    is by linearisation and counts customers, not offers.

    Parameters
    ----------
    trial : Trial
        What was done, and what followed.

    Returns
    -------
    OfferEffect
        Without an estimate where an arm has fewer than `FEWEST_AN_ARM`.

    Examples
    --------
    >>> half = np.arange(80) % 2 == 0
    >>> left = np.where(half, np.arange(80) % 20 == 0, np.arange(80) % 10 == 1).astype(float)
    >>> found = offer_effect(Trial(np.arange(80), half, np.full(80, 0.5), left))
    >>> round(found.share_offered, 3), round(found.share_held_back, 3), round(found.effect, 3), found.verdict.value
    (0.1, 0.2, 0.1, 'unsure')
    """
    n_offered = int(trial.is_offered.sum())
    n_held_back = len(trial) - n_offered
    if min(n_offered, n_held_back) < FEWEST_AN_ARM:
        nan = float("nan")
        return OfferEffect(nan, nan, nan, n_offered, n_held_back, nan, nan)
    weight = np.abs(trial.signs)
    total = {arm: weight[trial.is_offered == arm].sum() for arm in (True, False)}
    share = {arm: float((weight * trial.value)[trial.is_offered == arm].sum() / total[arm]) for arm in total}
    off = np.where(trial.is_offered, share[True], share[False])
    scale = np.where(trial.is_offered, -1 / total[True], 1 / total[False])
    half = NORMAL_90 * spread(weight * scale * (trial.value - off), trial.customer)
    effect = share[False] - share[True]
    return OfferEffect(effect, effect - half, effect + half, n_offered, n_held_back, share[True], share[False])


def spread(parts: Floats, customer: Ints) -> float:
    """Give the standard error of a sum of parts whose mean is 0, alike within customers only."""
    own = np.bincount(customer, weights=parts)
    return float(np.sqrt((own**2).sum()))


def verdicts_together(effects: Sequence[OfferEffect], *, level: float = 0.1) -> tuple[EffectVerdict, ...]:
    """Say of each of many comparisons what is known, counting that many were made.

    Parameters
    ----------
    effects : sequence of OfferEffect
        They may share customers.
    level : float
        In so many of worlds without any effect, at most, one or more of them is claimed (Holm, 1979).

    Returns
    -------
    tuple of EffectVerdict
        In the same order. Fewer are claimed than each alone would be, never more.
    """
    p = [_p_value(each) for each in effects]
    order = sorted((value, place) for place, value in enumerate(p) if not np.isnan(value))
    claimed: set[int] = set()
    for done, (value, place) in enumerate(order):
        if value > level / (len(order) - done):
            break
        claimed.add(place)
    unsure = {EffectVerdict.LOWERS, EffectVerdict.RAISES}
    return tuple(
        EffectVerdict.UNSURE if place not in claimed and each.verdict in unsure else each.verdict
        for place, each in enumerate(effects)
    )


def _p_value(found: OfferEffect) -> float:
    """Two-sided, by the normal distribution that the interval goes by."""
    half = found.upper - found.effect
    if not half > 0:
        return float("nan") if np.isnan(half) else 1.0
    return float(2 * ndtr(-abs(found.effect) * NORMAL_90 / half))
