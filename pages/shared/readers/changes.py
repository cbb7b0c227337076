"""What changed since the segmentation before, and what the last build could not say by itself."""

from __future__ import annotations

import pandas as pd

from analytics.insights.segment_flow import COLUMNS as FLOW
from analytics.insights.segment_questions import COLUMNS as QUESTIONS
from analytics.store.snapshots import Snapshot
from pages.shared.readers.remembered import remembered


@remembered
def flow(snapshot: Snapshot) -> pd.DataFrame:
    """Who moved from where to where: as `segment_flow`; empty where there was nothing before."""
    if "segment_flow" not in snapshot.tables():
        return pd.DataFrame(columns=FLOW)
    return snapshot.table("segment_flow")


@remembered
def questions(snapshot: Snapshot) -> pd.DataFrame:
    """What people have to answer: as `segment_questions`, a row a question and candidate."""
    if "segment_questions" not in snapshot.tables():
        return pd.DataFrame(columns=QUESTIONS).astype({"is_spoken_of": "bool"})
    return snapshot.table("segment_questions")
