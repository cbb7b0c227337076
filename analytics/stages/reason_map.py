"""The stage ``reason_map``: customers laid out by why they are at risk, not by how they behave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.stages.described import typed
from analytics.stages.model_texts import models_of
from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.model_card import StoredModel

_COLUMNS = {
    "reason_map": ["outcome", "customer_id", "x", "y", "main_reason", "main_push", "reason_group"],
    "reason_groups": ["outcome", "reason_group", "n_customers", "place", "feature", "mean_push", "overall_push"],
    "reason_map_facts": ["outcome", "trustworthiness", "neighbour_recall", "is_found", "silhouette", "reference"],
}
_TEXTS = {"outcome", "customer_id", "main_reason", "feature"}
_WHOLE = {"reason_group", "n_customers", "place", "is_found"}
MOST_REASONS = 3
MOST_CUSTOMERS = 100_000
"""Of more, so many have a place, chosen by a hash of their ids."""

_DESCRIBED = """
    SELECT * FROM (SELECT * FROM built.features ORDER BY md5(customer_id) LIMIT $n) ORDER BY customer_id
"""


def reason_map_stage(work: Work) -> None:
    """Lay the described customers out by the pushes on their risk, for each outcome with a model.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    described = typed(work.cursor.execute(_DESCRIBED, {"n": MOST_CUSTOMERS}).df())
    found: dict[str, list[pd.DataFrame]] = {name: [_empty(columns)] for name, columns in _COLUMNS.items()}
    for outcome, model in models_of(work).items():
        work.tell(f"Laying customers out by the reasons for {outcome}")
        for name, table in _of_model(model, described, work).items():
            found[name].append(table.assign(outcome=outcome)[_COLUMNS[name]])
    for name, tables in found.items():
        work.put(name, pd.concat(tables, ignore_index=True))


def _of_model(model: StoredModel, described: pd.DataFrame, work: Work) -> dict[str, pd.DataFrame]:
    from analytics.models.boosting import contributions
    from analytics.models.reason_groups import reason_groups
    from analytics.models.reason_layout import reason_layout

    pushes = contributions(model.booster, model.design.matrix(described), n_threads=work.n_threads)[:, :-1]
    names = np.array(model.design.columns, dtype=object)
    part = np.abs(pushes).max(axis=0) > 0
    laid_out = reason_layout(pushes[:, part], seed=work.seed)
    groups = reason_groups(pushes[:, part], seed=work.seed)
    main = np.abs(pushes).argmax(axis=1)
    main_push = pushes[np.arange(len(pushes)), main]
    facts = {
        "trustworthiness": laid_out.trustworthiness,
        "neighbour_recall": laid_out.neighbour_recall,
        "is_found": int(groups.is_found),
        "silhouette": groups.silhouette,
        "reference": groups.reference,
    }
    return {
        "reason_map": pd.DataFrame(
            {
                "customer_id": described["customer_id"],
                "x": laid_out.coordinates[:, 0],
                "y": laid_out.coordinates[:, 1],
                "main_reason": pd.Series(np.where(main_push == 0, None, names[main]), dtype="str"),
                "main_push": main_push,
                "reason_group": groups.codes,
            }
        ),
        "reason_groups": _leading(pushes, groups.codes, names),
        "reason_map_facts": pd.DataFrame([facts]),
    }


def _leading(pushes: np.ndarray, codes: np.ndarray, names: np.ndarray) -> pd.DataFrame:
    """Name what sets each group's pushes apart from everyone's, most first."""
    overall, rows = pushes.mean(axis=0), []
    for group in np.unique(codes):
        own = pushes[codes == group].mean(axis=0)
        size = np.abs(own - overall) if codes.any() else np.abs(own)
        for place, at in enumerate(np.argsort(-size, kind="stable")[:MOST_REASONS], start=1):
            rows.append((int(group), int((codes == group).sum()), place, names[at], own[at], overall[at]))
    return pd.DataFrame(rows, columns=_COLUMNS["reason_groups"][1:])


def _empty(columns: list[str]) -> pd.DataFrame:
    types = {name: "str" if name in _TEXTS else "int64" if name in _WHOLE else "float64" for name in columns}
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in columns})
