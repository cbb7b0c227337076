"""Whether labels are enough to teach a model, and to judge it."""

from __future__ import annotations

import pandas as pd

from analytics.models.out_of_time import fewest_class
from analytics.settings import FEWEST_POSITIVES
from analytics.vocabulary import Split


def why_too_few(n_labelled: int, n_positive: int) -> str | None:
    """Say why so many labelled rows, of which so many had the outcome, are too few; None where they are enough.

    Examples
    --------
    >>> why_too_few(0, 0)
    'No customer has a label for this outcome.'
    """
    if n_labelled == 0:
        return "No customer has a label for this outcome."
    for count, words in ((n_positive, "had the outcome"), (n_labelled - n_positive, "did not have the outcome")):
        if count < FEWEST_POSITIVES:
            return (
                f"Only {count} of {n_labelled} labelled rows {words}; "
                f"a model needs at least {FEWEST_POSITIVES} with it and {FEWEST_POSITIVES} without."
            )
    return None


def why_one_sided(rows: pd.DataFrame) -> str | None:
    """Say which part of labelled rows (``split``, ``value``) has one class only; None where all have both."""
    for part in (Split.TRAIN, Split.CALIBRATION, Split.TEST):
        if not fewest_class(rows, rows["split"] == part.value):
            return f"The labels belong to so few customers that the {part.value} part has only one class."
    return None
