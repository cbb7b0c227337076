"""The stage ``map``: a place in two dimensions for everyone who is described."""

from __future__ import annotations

import pandas as pd

from analytics.stages.described import described_features
from analytics.store.work import Work


def map_stage(work: Work) -> None:
    """Lay the customers out, and say how far the map can be trusted.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.models.projection import projection
    from analytics.models.representation import representation

    features = described_features(work)
    work.tell("Describing customers by what varies among them")
    represented = representation(features, seed=work.seed)
    work.tell(f"Laying {len(features):,} customers out on the map")
    laid_out = projection(represented.matrix, seed=work.seed)
    points = {"x": laid_out.coordinates[:, 0], "y": laid_out.coordinates[:, 1]}
    work.put("map", pd.DataFrame({"customer_id": features.index, **points}))
    quality = {
        "neighbour_recall": laid_out.neighbour_recall,
        "trustworthiness": laid_out.trustworthiness,
    }
    work.put("map_quality", pd.DataFrame({"metric": list(quality), "value": list(quality.values())}))
