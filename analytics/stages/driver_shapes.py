"""The stage ``driver_shapes``: how pushes go with values, and which pairs of features add something together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.stages.described import typed
from analytics.stages.model_texts import models_of
from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.model_card import StoredModel

MOST_CUSTOMERS = 4_000
"""Chosen by a hash of their ids: enough for intervals of means."""

MOST_FEATURES = 15
MOST_PAIRS = 12
PAIRS_DRAWN = 6
_SAMPLE = """
    SELECT * FROM (SELECT * FROM built.features ORDER BY md5(customer_id) LIMIT $n) ORDER BY customer_id
"""
TABLES = ("driver_shapes", "driver_pairs", "pair_shapes")
_BINS = ["bin", "from_value", "to_value", "text"]
_OTHER_BINS = [f"other_{name}" for name in _BINS]
_MEANS = ["mean_push", "lower", "upper", "n_customers"]
_COLUMNS = {
    "driver_shapes": ["outcome", "feature", *_BINS, *_MEANS],
    "driver_pairs": [
        "outcome", "feature", "other_feature", "mean_abs_together", "lower", "upper", "n_customers", "share_of_pushes",
    ],
    "pair_shapes": ["outcome", "feature", "other_feature", *_BINS, *_OTHER_BINS, *_MEANS],
}  # fmt: skip
_TEXTS = {"outcome", "feature", "other_feature", "text", "other_text"}
_WHOLE = {"bin", "other_bin", "n_customers"}


def driver_shapes_stage(work: Work) -> None:
    """Work out shapes and pairs of each outcome's model.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    sample = typed(work.cursor.execute(_SAMPLE, {"n": MOST_CUSTOMERS}).df())
    found: dict[str, list[pd.DataFrame]] = {name: [_empty(_COLUMNS[name])] for name in TABLES}
    for outcome, model in models_of(work).items():
        work.tell(f"Looking how the pushes of {outcome} go with values")
        for name, table in _of_model(model, sample, work).items():
            found[name].append(table.assign(outcome=outcome)[_COLUMNS[name]])
    for name in TABLES:
        work.put(name, pd.concat(found[name], ignore_index=True))


def _of_model(model: StoredModel, sample: pd.DataFrame, work: Work) -> dict[str, pd.DataFrame]:
    from analytics.insights.driver_shapes import driver_shape, pair_shape, pair_strengths
    from analytics.models.boosting import booster_text, contributions
    from analytics.models.pair_contributions import pair_contributions

    matrix, names = model.design.matrix(sample), model.design.columns
    pushes = contributions(model.booster, matrix, n_threads=work.n_threads)[:, :-1]
    sizes = np.abs(pushes).mean(axis=0)
    first = [int(place) for place in np.argsort(-sizes, kind="stable")[:MOST_FEATURES] if sizes[place] > 0]
    shapes = [driver_shape(sample[names[at]], pushes[:, at]).assign(feature=names[at]) for at in first]
    added = pair_contributions(booster_text(model.booster), matrix)
    # The feature that pushes more comes first: it is the one drawn along the axis.
    together = {
        (names[one], names[two]) if sizes[one] >= sizes[two] else (names[two], names[one]): pushes_together
        for (one, two), pushes_together in added.items()
    }
    pairs = pair_strengths(together, most=MOST_PAIRS, seed=work.seed)
    drawn = [
        pair_shape(sample[one], sample[two], together[one, two]).assign(feature=one, other_feature=two)
        for one, two in zip(pairs["feature"].head(PAIRS_DRAWN), pairs["other_feature"].head(PAIRS_DRAWN), strict=True)
    ]
    return {
        "driver_shapes": pd.concat([_empty(_COLUMNS["driver_shapes"]), *shapes]),
        "driver_pairs": pairs.assign(share_of_pushes=pairs["mean_abs_together"] / max(float(sizes.sum()), 1e-12)),
        "pair_shapes": pd.concat([_empty(_COLUMNS["pair_shapes"]), *drawn]),
    }


def _empty(columns: list[str]) -> pd.DataFrame:
    types = {name: "str" if name in _TEXTS else "int64" if name in _WHOLE else "float64" for name in columns}
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in columns})
