"""How many customers are expected to be saved, by how many are contacted and by who comes first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.insights.retention_list import ELSEWHERE, LATELY, NO_CONSENT, retention_list
from analytics.knowledge.retention_lists import ListTerms, Ranking

MOST_POINTS = 80


def expected_saved(candidates: pd.DataFrame, terms: ListTerms) -> pd.DataFrame:
    """Add up what contacting is expected to save, the first customer first, the first two, and so on.

    Parameters
    ----------
    candidates : DataFrame
        As for `retention_list`, with effects.
    terms : ListTerms
        Who may be contacted at all, and how many.

    Returns
    -------
    DataFrame
        ``n`` (contacted, from 0, at most `MOST_POINTS` numbers up to three times the room), ``uplift``, ``risk``,
        ``random`` (customers expected to be saved when those come first; at random: as many times the mean effect).
        Of everybody who agreed and was not contacted lately, also those whom the offer would drive away.
    """
    found = retention_list(candidates, terms)
    free = found[~found["group"].isin([NO_CONSENT, ELSEWHERE, LATELY]) & found["uplift"].notna()]
    n_most = min(len(free), max(3 * terms.capacity, 50))
    n = np.unique(np.linspace(0, n_most, MOST_POINTS).round().astype(int))
    table = pd.DataFrame({"n": n, "random": n * (free["uplift"].mean() if len(free) else 0.0)})
    for ranking, column in ((Ranking.UPLIFT, "uplift"), (Ranking.RISK, "risk")):
        order = free.sort_values([column, "customer_id"], ascending=[False, True])["uplift"].to_numpy(float)
        table[ranking.value] = np.concatenate([[0.0], np.cumsum(order)])[n]
    return table[["n", "uplift", "risk", "random"]]
