"""How a push goes with a feature's value, by itself and together with another feature."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.insights.intervals import mean_interval
from analytics.insights.value_bins import value_bins

Floats = NDArray[np.float64]

MOST_PARTS = 8
PARTS_OF_PAIR = (5, 3)
N_RESAMPLES = 200
_SIDES = ["mean_push", "lower", "upper", "n_customers"]


def driver_shape(values: pd.Series, pushes: Floats) -> pd.DataFrame:
    """Average a feature's push by parts of its values.

    Parameters
    ----------
    values : Series
        The feature.
    pushes : ndarray, shape (n,)
        Its contribution (log-odds), customer by customer.

    Returns
    -------
    DataFrame
        ``bin``, ``from_value``, ``to_value``, ``text`` as in `value_bins`; ``mean_push`` with ``lower`` and ``upper``
        (90 % interval of the mean over customers; missing where there is one only), ``n_customers``.
    """
    parts = value_bins(values, most=MOST_PARTS)
    return parts.table.merge(_means(parts.codes, pushes), left_on="bin", right_index=True)


def pair_shape(values: pd.Series, other: pd.Series, together: Floats) -> pd.DataFrame:
    """Average what two features add together by parts of both.

    Parameters
    ----------
    values, other : Series
        The two features.
    together : ndarray, shape (n,)
        What the pair adds beyond each by itself (log-odds), customer by customer.

    Returns
    -------
    DataFrame
        As `driver_shape`, a row a pair of parts that has customers; the second one's with ``other_`` in front.
    """
    first, second = value_bins(values, most=PARTS_OF_PAIR[0]), value_bins(other, most=PARTS_OF_PAIR[1])
    n_second = len(second.table)
    means = _means(first.codes * n_second + second.codes, together)
    place = means.index.to_numpy()
    table = means.assign(bin=place // n_second, other_bin=place % n_second).merge(first.table, on="bin")
    table = table.merge(second.table.add_prefix("other_"), on="other_bin")
    return table.sort_values(["bin", "other_bin"], ignore_index=True)[
        [*first.table.columns, *(f"other_{name}" for name in second.table.columns), *_SIDES]
    ]


def pair_strengths(together: Mapping[tuple[str, str], Floats], *, most: int, seed: int) -> pd.DataFrame:
    """Rank pairs by how much they add together.

    Parameters
    ----------
    together : mapping
        By the two features, what the pair adds (log-odds), customer by customer, in the same order for all.
    most : int
        How many pairs to keep.
    seed : int
        Of the resamples.

    Returns
    -------
    DataFrame
        ``feature``, ``other_feature``, ``mean_abs_together`` (log-odds; 0 is no interaction), ``lower``, ``upper``
        (90 % bootstrap interval over customers), ``n_customers``; strongest first.
    """
    ranked = sorted(together, key=lambda pair: (-float(np.abs(together[pair]).mean()), pair))[:most]
    if not ranked:
        empty = {name: pd.Series(dtype="float64") for name in ("mean_abs_together", "lower", "upper")}
        names = {name: pd.Series(dtype="str") for name in ("feature", "other_feature")}
        return pd.DataFrame({**names, **empty, "n_customers": pd.Series(dtype="int64")})
    sizes = np.abs(np.stack([together[pair] for pair in ranked], axis=1))
    n = len(sizes)
    draws = np.random.default_rng([seed, 811]).multinomial(n, np.full(n, 1 / n), size=N_RESAMPLES) @ sizes / n
    lower, upper = np.quantile(draws, [0.05, 0.95], axis=0)
    return pd.DataFrame(
        {
            "feature": pd.Series([first for first, _ in ranked], dtype="str"),
            "other_feature": pd.Series([second for _, second in ranked], dtype="str"),
            "mean_abs_together": sizes.mean(axis=0),
            "lower": lower,
            "upper": upper,
            "n_customers": n,
        }
    )


def _means(codes: NDArray[np.int64], pushes: Floats) -> pd.DataFrame:
    grouped = pd.DataFrame({"code": codes, "push": pushes, "square": pushes**2}).groupby("code")
    sums, n = grouped[["push", "square"]].sum(), grouped.size()
    lower, upper = mean_interval(sums["push"].to_numpy(), sums["square"].to_numpy(), n.to_numpy().astype(float))
    columns = {"mean_push": (sums["push"] / n).to_numpy(), "lower": lower, "upper": upper, "n_customers": n.to_numpy()}
    return pd.DataFrame(columns, index=sums.index)
