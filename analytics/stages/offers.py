"""The stage ``offers``: what the bank offered whom, and what customers have agreed to."""

from __future__ import annotations

from analytics.store.transform import transform
from analytics.store.work import Work
from analytics.vocabulary import SourceKind

_TABLES = ("offers", "consents")


def offers_stage(work: Work) -> None:
    """Make ``offers`` and ``consents``, without rows where the source has none; a customer table gives neither.

    Parameters
    ----------
    work : Work
        The stage's place in the build.
    """
    if work.source.kind is SourceKind.TABLE:
        work.drop(*_TABLES)
        return
    for name in _TABLES:
        transform(work.cursor, name, values={"as_of": work.as_of})
