"""What an outcome means here, and where its labels come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.settings import DEFAULT_OUTCOME, FEWEST_POSITIVES


@dataclass(frozen=True)
class OutcomeFact:
    """What an outcome means here, and where its labels come from.

    Attributes
    ----------
    outcome : str
        The outcome's name.
    definition : str
        When its value is 1, in plain words.
    source : {"recorded", "derived", "none"}
        Whether the bank recorded it, it follows from the transactions, or it is not known.
    n_labelled, n_positive : int
        Rows (a customer and a date by the as-of day), and those with value 1.
    why_not : str or None
        Why no model can be made of it; None where one can be tried.
    horizon_days : int or None
        Days after the date in which it happens; None where the bank did not say.
    """

    outcome: str
    definition: str
    source: Literal["recorded", "derived", "none"]
    n_labelled: int
    n_positive: int
    why_not: str | None
    horizon_days: int | None


def no_churn(why_not: str) -> OutcomeFact:
    """Tell of churn that nobody recorded and that cannot be derived.

    Parameters
    ----------
    why_not : str
        What stands in the way, in plain words.

    Returns
    -------
    OutcomeFact
        Without labels.
    """
    return OutcomeFact(DEFAULT_OUTCOME, "Not known for this source.", "none", 0, 0, why_not, None)


def why_no_model(n_labelled: int, n_positive: int) -> str | None:
    """Say why labels such as these cannot teach a model.

    Parameters
    ----------
    n_labelled, n_positive : int
        Known values, and those that are 1.

    Returns
    -------
    str or None
        None where a model can be tried.

    Examples
    --------
    >>> why_no_model(100, 19)
    'Only 19 of 100 known values are 1; 20 are needed.'
    """
    n_fewer = min(n_positive, n_labelled - n_positive)
    if n_fewer == 0:
        return f"All {n_labelled:,} known values are the same, so there is nothing to tell apart."
    if n_positive < FEWEST_POSITIVES:
        return f"Only {n_positive:,} of {n_labelled:,} known values are 1; {FEWEST_POSITIVES} are needed."
    if n_fewer < FEWEST_POSITIVES:
        return f"Only {n_fewer:,} of {n_labelled:,} known values are 0; {FEWEST_POSITIVES} are needed."
    return None
