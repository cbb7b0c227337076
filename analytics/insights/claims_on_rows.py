"""What people claim, beside the rows of a table that it is about, so that it goes along when the table is exported."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BETWEEN = " | "


def claims_on_rows(claims: Sequence[tuple[str, NDArray[np.bool_]]], n_rows: int) -> pd.Series[str]:
    """Gather the claims about each row of a table.

    Parameters
    ----------
    claims : sequence of (str, ndarray of bool)
        A claim in words, and of each row whether it is about it; in the order in which they shall stand.
    n_rows : int
        How many rows the table has.

    Returns
    -------
    Series of str
        For each row its claims with ``" | "`` between them; empty where there is none.

    Examples
    --------
    >>> import numpy as np
    >>> said = [("Paid by the harbour", np.array([True, True])), ("Students", np.array([False, True]))]
    >>> claims_on_rows(said, 2).tolist()
    ['Paid by the harbour', 'Paid by the harbour | Students']
    """
    # A million rows have few different sets of claims: each set is written once.
    sets, texts = np.zeros(n_rows, dtype=np.int64), [""]
    for words, about in claims:
        places, sets = np.unique(2 * sets + about, return_inverse=True)
        texts = [_joined(texts[place // 2], words) if place % 2 else texts[place // 2] for place in places.tolist()]
    return pd.Series(np.array(texts, dtype=object)[sets], dtype="str")


def _joined(before: str, words: str) -> str:
    return f"{before}{BETWEEN}{words}" if before else words
