"""The described customers' features, as the pure rooms take them."""

from __future__ import annotations

import pandas as pd

from analytics.store.work import Work


def typed(features: pd.DataFrame) -> pd.DataFrame:
    """Make text columns categories, and leave numbers as they are.

    Parameters
    ----------
    features : DataFrame
        ``customer_id``, ``as_of`` and the features.

    Returns
    -------
    DataFrame
        The same columns.
    """
    texts = [
        column
        for column in features.columns
        if column not in {"customer_id", "as_of"} and not pd.api.types.is_numeric_dtype(features[column])
    ]
    return features.assign(**{column: features[column].astype("category") for column in texts})


NOTES = "note_"
"""How the columns of adopted notes begin: models of outcomes read them, segments and the map do not."""


def described_features(work: Work) -> pd.DataFrame:
    """Read the features of everyone who is described.

    Parameters
    ----------
    work : Work
        A stage that needs ``features``.

    Returns
    -------
    DataFrame
        Indexed by ``customer_id``, sorted by it, one column a feature; columns of notes are left out.
    """
    features = typed(work.take("SELECT * FROM built.features ORDER BY customer_id"))
    return without_notes(features).drop(columns="as_of").set_index("customer_id")


def without_notes(features: pd.DataFrame) -> pd.DataFrame:
    """Leave the columns of adopted notes out: segments and the map describe behaviour, not what people claimed."""
    return features.drop(columns=[column for column in features.columns if str(column).startswith(NOTES)])


def whole_number(value: object) -> int | None:
    """Read a whole number from a table that may lack it.

    Parameters
    ----------
    value : object
        What stands there.

    Returns
    -------
    int or None
        None where it is missing.
    """
    return None if str(value) in {"nan", "NaN", "<NA>", "None"} else int(float(str(value)))
