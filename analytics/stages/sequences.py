"""The stage ``sequences``: what happened to every customer, in order."""

from __future__ import annotations

from analytics.stages.informed import InformedWork
from analytics.store.sequences import make_sequences
from analytics.vocabulary import SourceKind


def sequences_stage(work: InformedWork) -> None:
    """Make ``sequences`` and ``alphabet``; a customer table has no times and gives neither.

    Parameters
    ----------
    work : InformedWork
        The stage's place in the build.
    """
    if work.source.kind is SourceKind.TABLE:
        work.drop("sequences", "alphabet")
        return
    work.put("alphabet", make_sequences(work.cursor, as_of=work.as_of))
