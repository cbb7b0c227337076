"""What the model found that nobody has named: odd groups, and where it is sure and wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.confirm_part import explore_part

FEWEST_IN_GROUP = 20
_NEIGHBOURS = 10
_FAR_QUANTILE = 0.98
_DENSE_QUANTILE = 0.5
_SURE_ABOVE = 0.9
_BOTTOM = 0.1
_SMALL_SHARE = 0.05


def odd_groups(features: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Find small groups of customers who are like one another and unlike everybody else.

    Parameters
    ----------
    features : DataFrame
        Indexed by ``customer_id``; numbers (missing is the median). At most 4,000 customers, drawn by the seed, are
        looked at.
    seed : int
        Seed of the draw.

    Returns
    -------
    DataFrame
        A row a group of at least 20 and at most a twentieth of the customers: ``group`` (1, 2, …, the furthest first),
        ``n_customers``, ``distance`` (median distance from the centre over the median of all), ``feature`` and
        ``difference`` (the column in which it stands out most, in standard deviations) and ``customer_ids`` (list).
        Empty where there is none.

    Notes
    -----
    Customers far from the centre (beyond the 98th percentile are always far) whose tenth neighbour is nearer than is
    usual for how far out they are, joined where they are among each other's neighbours.
    """
    from scipy.sparse.csgraph import connected_components
    from sklearn.neighbors import NearestNeighbors

    sampled = features if len(features) <= 4000 else features.sample(4000, random_state=seed).sort_index()
    scaled = _scaled(sampled)
    columns = ["group", "n_customers", "distance", "feature", "difference", "customer_ids"]
    if len(scaled) <= 5 * FEWEST_IN_GROUP:
        return pd.DataFrame(columns=columns)
    away = np.sqrt((scaled**2).mean(axis=1))
    graph = NearestNeighbors(n_neighbors=_NEIGHBOURS + 1).fit(scaled).kneighbors_graph(scaled, mode="distance")
    reach = graph.max(axis=1).toarray().ravel() / np.sqrt(scaled.shape[1])
    tight = (reach / away <= np.quantile(reach / away, _SMALL_SHARE)) | (
        (away >= np.quantile(away, _FAR_QUANTILE)) & (reach <= np.quantile(reach, _DENSE_QUANTILE))
    )
    places = np.flatnonzero(tight)
    _, labels = connected_components(graph[places][:, places], directed=False)
    found = []
    for label in np.unique(labels):
        members = places[labels == label]
        if FEWEST_IN_GROUP <= len(members) <= _SMALL_SHARE * len(scaled):
            apart = scaled[members].mean(axis=0)
            column = int(np.argmax(np.abs(apart)))
            found.append(
                (
                    len(members),
                    float(np.median(away[members]) / np.median(away)),
                    str(sampled.columns[column]),
                    float(apart[column]),
                    sampled.index[members].tolist(),
                )
            )
    found.sort(key=lambda row: (-row[1], row[2]))
    return pd.DataFrame([(place, *row) for place, row in enumerate(found, start=1)], columns=columns)


def _scaled(features: pd.DataFrame) -> np.ndarray:
    numbers = features.select_dtypes("number").astype(float)
    filled = numbers.fillna(numbers.median()).fillna(0.0).to_numpy()
    deviation = filled.std(axis=0)
    return np.asarray((filled - filled.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0))


def sure_and_wrong(scores: pd.DataFrame, labels: pd.DataFrame, *, most: int = 50) -> pd.DataFrame:
    """List customers of the explore part of whom the model was sure, and wrong.

    Parameters
    ----------
    scores : DataFrame
        ``customer_id``, ``as_of``, ``probability`` (0-1) and ``split``; only customers whom the model did not learn
        from (``test`` and ``calibration``) are listed.
    labels : DataFrame
        ``customer_id``, ``as_of`` and ``value`` (0 or 1).
    most : int, default 50
        How many of each kind to list at most.

    Returns
    -------
    DataFrame
        ``customer_id``, ``as_of``, ``probability``, ``value`` and ``surprise`` (how unlikely what happened was, in
        nats), the most surprising first: those who had the outcome though among the tenth at lowest risk, and those
        who had it not though among the tenth at highest risk. Nobody of the confirm part is in it.
    """
    shown = scores.loc[explore_part(scores["customer_id"]) & scores["split"].isin(["test", "calibration"])]
    rows = shown.merge(labels, on=["customer_id", "as_of"])[["customer_id", "as_of", "probability", "value"]]
    if rows.empty:
        return rows.assign(surprise=pd.Series(dtype=float))
    low, high = rows["probability"].quantile([_BOTTOM, _SURE_ABOVE])
    chance = np.where(rows["value"] == 1, rows["probability"], 1 - rows["probability"])
    rows = rows.assign(surprise=-np.log(np.clip(chance, 1e-12, None)))
    kinds = (
        rows.loc[(rows["value"] == 1) & (rows["probability"] <= low)],
        rows.loc[(rows["value"] == 0) & (rows["probability"] >= high)],
    )
    ranked = [kind.sort_values(["surprise", "customer_id"], ascending=[False, True]).head(most) for kind in kinds]
    return pd.concat(ranked, ignore_index=True).sort_values(
        ["surprise", "customer_id"], ascending=[False, True], ignore_index=True
    )
