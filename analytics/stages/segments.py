"""The stage ``segments``: which customers are alike as the model sees it, and how sizes moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.stages.described import described_features, typed, without_notes
from analytics.stages.segment_memory import remember, remembered_segments
from analytics.store.work import Work
from analytics.vocabulary import LEVELS

if TYPE_CHECKING:
    from analytics.models.representation import Representation
    from analytics.models.segmentation import Segmentation

FEWEST_SHARE = 0.2
"""A date enters the trend when so many customers, as a share of those described, have features at it."""

_SEGMENT_COLUMNS = [
    "segment_id",
    "segment_key",
    "parent_id",
    "level",
    "n_customers",
    "suggested_name",
    "stability",
]
_DATES = """
    SELECT as_of FROM built.features_at GROUP BY as_of
    HAVING count(DISTINCT customer_id) >= {share} * (SELECT count(*) FROM built.features) ORDER BY as_of"""

_LEFT = """
    SELECT f.* FROM built.features_at AS f JOIN built.points AS p USING (customer_id, as_of)
    WHERE p.role = 'left' ORDER BY customer_id"""


def segments_stage(work: Work) -> None:
    """Find the model's own segments, name them, and say which of them were there before.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    from analytics.insights.edited_profile import profile_sums
    from analytics.insights.segment_profile import segment_profile
    from analytics.insights.suggested_names import suggested_names
    from analytics.models.representation import representation
    from analytics.models.segment_halves import segment_halves
    from analytics.models.segment_identity import segment_identity
    from analytics.models.segmentation import segmentation

    features = described_features(work)
    remembered = remembered_segments(work)
    work.tell("Describing customers by what varies among them")
    represented = representation(features, seed=work.seed)
    work.tell(f"Looking for segments among {len(features):,} customers")
    found = segmentation(represented, features.index.tolist(), seed=work.seed)
    work.tell("Saying what sets each segment apart")
    profile = segment_profile(features, found.membership)
    catalog = work.take("SELECT * FROM built.feature_catalog ORDER BY feature")
    names = suggested_names(found.segments, profile, catalog, protected=work.source.protected)
    identity = segment_identity(found.segments, found.membership, profile, remembered)
    segments = found.segments.assign(segment_key=identity.keys, suggested_name=names)[_SEGMENT_COLUMNS]
    work.put("model_segments", segments)
    work.put("model_membership", found.membership)
    work.put("model_questions", identity.questions)
    work.put("segment_candidates", found.candidates)
    work.put("candidate_membership", found.candidate_membership)
    told = {"structure_found": [found.structure_found], "reason": [found.reason]}
    work.put("segment_placing", pd.DataFrame({"content": [found.placing.to_bytes()]}))
    work.put("segment_structure", pd.DataFrame(told))
    earlier = _earlier(work, represented, found)
    work.put("model_trend", _trend(earlier))
    work.put("model_past", _lowest(earlier))
    work.put("left_twins", _left_twins(work, represented, found))
    lowest = found.segments.loc[found.segments["level"] == LEVELS[-1], "segment_id"].astype(str).tolist()
    codes = _codes(found.membership, lowest)
    work.put("model_profile", profile_sums(features, codes, lowest))
    halves = segment_halves(represented.matrix, codes, seed=work.seed)
    ids = features.index.to_numpy(dtype=object)
    work.put("segment_halves", pd.DataFrame({"customer_id": ids[halves >= 0], "half": halves[halves >= 0]}))
    remember(work, segments, found.membership, profile, remembered)


def _codes(membership: pd.DataFrame, lowest: list[str]) -> NDArray[np.int32]:
    own = membership[membership["level"] == LEVELS[-1]]
    return pd.Categorical(own["segment_id"].astype(str), categories=lowest).codes.astype(np.int32)


def _left_twins(work: Work, represented: Representation, found: Segmentation) -> pd.DataFrame:
    """Find for each customer who left the one here who is most like them: with that one's segments they count."""
    from analytics.models.alike import most_alike

    left = typed(without_notes(work.take(_LEFT)))
    if left.empty:
        return pd.DataFrame({"customer_id": pd.Series(dtype="str"), "twin_id": pd.Series(dtype="str")})
    described = left.drop(columns="as_of").set_index("customer_id")
    placed = found.assign(represented.whole_of(described), left["customer_id"].tolist())
    there = represented.transform(described)
    return most_alike(represented.matrix, found.membership, there, placed, seed=work.seed)


def _earlier(work: Work, represented: Representation, found: Segmentation) -> pd.DataFrame:
    """Place customers as they were at each earlier date at which enough of them have features."""
    placed = []
    for day in work.take(_DATES.format(share=FEWEST_SHARE))["as_of"]:
        text = "SELECT DISTINCT * FROM built.features_at WHERE as_of = $day ORDER BY customer_id"
        then = typed(without_notes(work.cursor.execute(text, {"day": day.date()}).df()))
        matrix = represented.whole_of(then.drop(columns="as_of").set_index("customer_id"))
        placed.append(found.assign(matrix, then["customer_id"].tolist()).assign(as_of=day))
    columns = ["customer_id", "as_of", "level", "segment_id", "strength"]
    if not placed:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    return pd.concat(placed, ignore_index=True)[columns]


def _trend(earlier: pd.DataFrame) -> pd.DataFrame:
    """Count the segments at each date."""
    sizes = earlier.groupby(["as_of", "level", "segment_id"], as_index=False).size()
    return sizes.rename(columns={"size": "n_customers"})


def _lowest(earlier: pd.DataFrame) -> pd.DataFrame:
    """Keep the segment at the lowest level, which says those above."""
    return earlier.loc[earlier["level"] == LEVELS[-1], ["customer_id", "as_of", "segment_id", "strength"]]
