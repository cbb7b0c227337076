"""Who is looked at and who only confirms: customers are divided once, by their id alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

CONFIRM_SHARE = 0.5
"""The share that only confirms. Half, by power (docs/notes.md): a test needs enough customers in its scope, and the
part that is explored still teaches the machine."""

_KEY = "tandem: confirms"
_PLACES = float(2**64)


def confirm_part(customer_ids: pd.Series, *, share: float = CONFIRM_SHARE) -> pd.Series:
    """Say which customers only confirm; no screen of errors or residuals may show them.

    A customer's part follows from a keyed hash of the id and from nothing else: it is the same after every rebuild,
    with every seed and on every machine, and new customers fall in by themselves. It has nothing to do with the parts
    that a model is trained and tested on.

    Parameters
    ----------
    customer_ids : Series of str
        Ids in any order.
    share : float, default 0.5
        The share that confirms (0–1). A larger share keeps everybody whom a smaller one had.

    Returns
    -------
    Series of bool
        True for the confirm part; index as in `customer_ids`.

    Examples
    --------
    >>> people = pd.Series(["C0000001", "C0000002", "C0000003", "C0000004"])
    >>> confirm_part(people).tolist()
    [True, True, False, False]
    """
    places = pd.util.hash_array(customer_ids.to_numpy(dtype=object), hash_key=_KEY)
    return pd.Series(places.astype(np.float64) / _PLACES < share, index=customer_ids.index, dtype=bool)


def explore_part(customer_ids: pd.Series, *, share: float = CONFIRM_SHARE) -> pd.Series:
    """Say which customers may be looked at on screens of errors and residuals.

    Parameters
    ----------
    customer_ids : Series of str
        Ids in any order.
    share : float, default 0.5
        The share that confirms, as for `confirm_part`.

    Returns
    -------
    Series of bool
        The opposite of `confirm_part`.
    """
    return ~confirm_part(customer_ids, share=share)
