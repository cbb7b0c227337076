"""The stage ``segments``: which customers are alike, what sets each segment apart, how sizes moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.stages.described import described_features, typed
from analytics.store.work import Work

if TYPE_CHECKING:
    from analytics.models.representation import Representation
    from analytics.models.segment_identity import PreviousSegments
    from analytics.models.segmentation import Segmentation

FEWEST_SHARE = 0.2
"""A date enters the trend when so many customers, as a share of those described, have features at it."""

_SEGMENT_COLUMNS = [
    "segment_id",
    "segment_key",
    "parent_id",
    "level",
    "n_customers",
    "name",
    "suggested_name",
    "stability",
]
_DATES = """
    SELECT as_of FROM built.features_at GROUP BY as_of
    HAVING count(DISTINCT customer_id) >= {share} * (SELECT count(*) FROM built.features) ORDER BY as_of"""


def segments_stage(work: Work) -> None:
    """Find the segments, name them, and compare them with what is protected.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.insights.protected_overlap import protected_overlap
    from analytics.insights.segment_profile import segment_profile
    from analytics.insights.suggested_names import suggested_names
    from analytics.models.representation import representation
    from analytics.models.segment_identity import segment_keys
    from analytics.models.segmentation import segmentation

    features = described_features(work)
    previous = _previous(work)
    work.tell("Describing customers by what varies among them")
    represented = representation(features, seed=work.seed)
    work.tell(f"Looking for segments among {len(features):,} customers")
    found = segmentation(represented, features.index.tolist(), seed=work.seed)
    work.tell("Saying what sets each segment apart")
    profile = segment_profile(features, found.membership)
    catalog = work.take("SELECT * FROM built.feature_catalog ORDER BY feature")
    protected = work.source.protected
    names = suggested_names(found.segments, profile, catalog, protected=protected)
    keys = segment_keys(found.segments, found.membership, previous)
    work.put("segments", _published(found.segments, names, keys))
    work.put("membership", found.membership)
    work.put("segment_profile", profile)
    work.put("segment_candidates", found.candidates)
    told = {"structure_found": [found.structure_found], "reason": [found.reason]}
    work.put("segment_structure", pd.DataFrame(told))
    work.put("segment_trend", _trend(work, represented, found))
    customers = work.take("SELECT * FROM built.customers ORDER BY customer_id")
    overlap = protected_overlap(found.membership, customers, protected=protected, as_of=work.as_of, seed=work.seed)
    work.put("protected_overlap", overlap)


def _published(segments: pd.DataFrame, names: pd.Series, keys: pd.Series) -> pd.DataFrame:
    named = segments.assign(segment_key=keys, suggested_name=names, name=names)
    return named[_SEGMENT_COLUMNS]


def _previous(work: Work) -> PreviousSegments | None:
    """Read the last segmentation, whose keys go over to the segments that are the same."""
    from analytics.models.segment_identity import PreviousSegments

    if not (work.has("segments") and work.has("membership")):
        return None
    segments = work.take("SELECT segment_id, segment_key, level FROM built.segments ORDER BY level, segment_id")
    membership = work.take("SELECT customer_id, level, segment_id FROM built.membership ORDER BY customer_id, level")
    return PreviousSegments(segments, membership)


def _trend(work: Work, represented: Representation, found: Segmentation) -> pd.DataFrame:
    """Count the segments at each earlier date at which enough customers have features."""
    counted = []
    for day in work.take(_DATES.format(share=FEWEST_SHARE))["as_of"]:
        text = "SELECT DISTINCT * FROM built.features_at WHERE as_of = $day ORDER BY customer_id"
        then = typed(work.cursor.execute(text, {"day": day.date()}).df())
        matrix = represented.transform(then.drop(columns="as_of").set_index("customer_id"))
        placed = found.assign(matrix, then["customer_id"].tolist())
        sizes = placed.groupby(["level", "segment_id"], as_index=False).size().rename(columns={"size": "n_customers"})
        counted.append(sizes.assign(as_of=day))
    columns = ["as_of", "level", "segment_id", "n_customers"]
    if not counted:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    return pd.concat(counted, ignore_index=True)[columns]
