"""How far two explanations agree, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from analytics.insights.explanation_agreement import GOOD_FIT, IN_PART, MOST_NAMED, WELL, Agreement
from analytics.insights.wording import percent
from analytics.number_marks import written

_Z_90 = 1.645


@dataclass(frozen=True)
class Said:
    """A sentence, and whether it warns.

    Attributes
    ----------
    text : str
        Plain text.
    warns : bool
        Whether somebody who reads the reasons should hesitate.
    """

    text: str
    warns: bool


def agreement_words(told: Agreement, *, named: int = MOST_NAMED) -> Said:
    """Say how far two accounts of one customer agree.

    Parameters
    ----------
    told : Agreement
    named : int
        How many features were compared by name.

    Examples
    --------
    >>> agreement_words(Agreement(0.8, 0.8, 0.4, 0.71)).text.partition(":")[0]
    'The two methods agree well'
    """
    both, alike = round(told.feature_agreement * named), round(told.sign_agreement * named)
    signs = "all" if alike == both else f"{alike} of them" if alike else "none"
    detail = (
        f"of the {named} largest pushes both name {both}, {signs} with the same sign;"
        f" the order of all pushes correlates at {_two_places(told.rank_correlation)} (1 is the same, 0 none)."
    )
    if told.sign_agreement >= WELL:
        return Said(f"The two methods agree well: {detail}", warns=False)
    if told.sign_agreement >= IN_PART:
        return Said(f"The two methods agree in part: {detail} Rely on the reasons that both name.", warns=False)
    return Said(f"The two methods do not agree: {detail} Rely only on the reasons that both name.", warns=True)


def fit_words(fit: float) -> Said:
    """Say how well the straight line fits around the customer.

    Examples
    --------
    >>> fit_words(0.8)
    Said(text='The straight line explains 80% of what the model does around this customer.', warns=False)
    """
    text = f"The straight line explains {percent(fit, decimals=0)} of what the model does around this customer."
    if fit >= GOOD_FIT:
        return Said(text, warns=False)
    return Said(
        f"{text} That is little: here the model is not a sum of single pushes, so the second account says little, and"
        " no list of single reasons says all.",
        warns=True,
    )


@dataclass(frozen=True)
class Agreed:
    """How far two methods agree over a sample of customers.

    Attributes
    ----------
    named : int
        Largest pushes of a customer that are compared by name.
    same_sign, lower, upper : float
        How many of them both methods name with the same sign, on average, with its 90 % interval.
    n_customers : int
        Who were asked about.
    poor_share : float
        Share of them (0–1) around whom the straight line fits poorly.
    """

    named: int
    same_sign: float
    lower: float
    upper: float
    n_customers: int
    poor_share: float


def agreed(table: pd.DataFrame, *, named: int = MOST_NAMED) -> Agreed | None:
    """Add up how far the two methods agree.

    Parameters
    ----------
    table : DataFrame
        Of one outcome, as `explanation_agreement`.
    named : int
        How many features were compared by name.

    Returns
    -------
    Agreed or None
        None where nobody was asked.
    """
    if table.empty:
        return None
    n, mean = len(table), float(table["sign_agreement"].mean())
    reach = _Z_90 * float(table["sign_agreement"].std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan
    low, high = max(mean - reach, 0.0) * named, min(mean + reach, 1.0) * named
    return Agreed(named, mean * named, low, high, n, float((table["local_fit"] < GOOD_FIT).mean()))


def sample_words(told: Agreed) -> Said:
    """Say how far the two methods agree over a sample of customers."""
    low, mean, high = (written(number, ".1f") for number in (told.lower, told.same_sign, told.upper))
    text = (
        f"Of the {told.named} largest pushes of a customer, both methods name {mean} with the same sign on average"
        f" (90% interval {low} to {high}; {told.n_customers} customers)."
        f" The straight line fits poorly for {percent(told.poor_share, decimals=0)}."
    )
    return Said(text, warns=told.same_sign < IN_PART * told.named)


def _two_places(value: float) -> str:
    return written(round(value, 2) + 0.0, ".2f").replace("-", "−")
