"""The stage ``stability``: whether a customer's reasons hold when the model is made again from other customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.stages.described import typed
from analytics.stages.model_texts import models_of
from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.model_card import StoredModel

MOST_CUSTOMERS = 50_000
"""Of more, so many are looked at, chosen by a hash of their ids."""

_TAUGHT = """
    SELECT f.*, l.value AS "(value)"
    FROM (SELECT DISTINCT * FROM built.features_at) AS f
    JOIN built.learned_labels AS l ON f.customer_id = l.customer_id AND f.as_of = l.as_of
    WHERE l.outcome = $outcome
        AND l.value IS NOT NULL
        AND f.customer_id NOT IN (SELECT customer_id FROM built.judged_rows WHERE outcome = $outcome)
    ORDER BY f.customer_id, f.as_of
"""
_DESCRIBED = """
    SELECT * FROM (SELECT * FROM built.features ORDER BY md5(customer_id) LIMIT $n) ORDER BY customer_id
"""
_OF_CUSTOMERS = ["outcome", "customer_id", "stability", "is_stable", "n_reasons"]
_OF_PUSHES = [
    "outcome", "customer_id", "feature", "contribution", "lower", "upper", "sign_share", "back_share", "twin",
]  # fmt: skip
_WHOLE = {"is_stable", "n_reasons"}
_TEXTS = {"outcome", "customer_id", "feature", "twin"}


def stability_stage(work: Work) -> None:
    """Make each outcome's model again from resamples of its customers, and see which reasons come back.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    described = typed(work.cursor.execute(_DESCRIBED, {"n": MOST_CUSTOMERS}).df())
    customers, pushes = [_empty(_OF_CUSTOMERS)], [_empty(_OF_PUSHES)]
    for outcome, model in models_of(work).items():
        work.tell(f"Making the model of {outcome} again from other customers")
        taught = typed(work.cursor.execute(_TAUGHT, {"outcome": outcome}).df())
        for tables, table, columns in zip(
            (customers, pushes), _held(model, taught, described, work), (_OF_CUSTOMERS, _OF_PUSHES), strict=True
        ):
            tables.append(table.assign(outcome=outcome)[columns])
    work.put("explanation_stability", pd.concat(customers, ignore_index=True))
    work.put("contribution_stability", pd.concat(pushes, ignore_index=True))


def _held(
    model: StoredModel, taught: pd.DataFrame, described: pd.DataFrame, work: Work
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from analytics.models.boosting import contributions
    from analytics.models.explanation_stability import (
        contribution_stability,
        explanation_stability,
        followed,
        pushes_again,
        twins,
    )
    from analytics.models.refits import refits

    booster, design = model.booster, model.design
    matrix = design.matrix(described)
    pushes = contributions(booster, matrix, n_threads=work.n_threads)[:, :-1]
    places = followed(pushes)
    own = np.take_along_axis(pushes, places, axis=1)
    again = refits(
        design.matrix(taught),
        taught["(value)"].to_numpy(dtype=float),
        pd.factorize(taught["customer_id"])[0].astype(np.int64),
        categorical=design.categorical,
        rounds=booster.num_trees(),
        seed=work.seed,
        n_threads=work.n_threads,
    )
    table = contribution_stability(own, pushes_again(again, matrix, places, n_threads=work.n_threads))
    used = np.flatnonzero(booster.feature_importance("split")).astype(np.int64)
    names, alike = np.array(design.columns, dtype=object), twins(matrix, used)
    ids = described["customer_id"].to_numpy()
    table = table.assign(
        customer_id=np.repeat(ids, places.shape[1]),
        feature=names[places.ravel()],
        twin=_named(design.columns, alike, places),
    )
    told = explanation_stability(own, table["back_share"].to_numpy().reshape(own.shape))
    return told.assign(customer_id=ids), table


def _named(columns: tuple[str, ...], alike: dict[int, int], places: np.ndarray) -> pd.Series:
    twin_of = pd.Series({place: columns[twin] for place, twin in alike.items()}, dtype="str")
    return pd.Series(places.ravel()).map(twin_of).astype("str")


def _empty(columns: list[str]) -> pd.DataFrame:
    types = {name: "str" if name in _TEXTS else "int64" if name in _WHOLE else "float64" for name in columns}
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in columns})
