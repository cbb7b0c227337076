"""The stage ``effective``: the segments as people have edited them, which every screen and export uses."""

from __future__ import annotations

from analytics.insights.segment_flow import Placed
from analytics.stages.edited_tables import EditedTables, Terms
from analytics.stages.ground import ground
from analytics.stages.informed import InformedWork
from analytics.store.rooms import built_tables

_SEGMENTS = "SELECT segment_id, segment_key, level, name FROM built.segments ORDER BY level, segment_id"
_MEMBERS = "SELECT customer_id, level, segment_id FROM built.membership ORDER BY customer_id, level"


def effective_stage(work: InformedWork) -> None:
    """Lay people's edits and names over the model's segments, and compare with the build before.

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build, and what people said.
    """
    n_edits = len(work.said.of_segments.edits)
    work.tell("Laying edits over the segments" if n_edits else "Making the segments ready")
    before = _before(work)
    terms = Terms(work.source.protected, work.as_of, work.seed)
    tables = built_tables(work)
    edited = EditedTables(tables, work.said, terms, lambda: before, ground(tables))
    made = {**edited.small(), "segment_flow": edited.flow(), "protected_overlap": edited.overlap()}
    for name, table in made.items():
        work.put(name, table)
    work.put("membership", edited.membership())


def _before(work: InformedWork) -> Placed | None:
    if not (work.has("segments") and work.has("membership")):
        return None
    return Placed(work.take(_SEGMENTS), work.take(_MEMBERS))
