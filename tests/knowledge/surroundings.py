"""A tiny bank to act on: four segments in two families, a hundred customers, made without a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from analytics.knowledge.doing import Surroundings, Tester, perform
from analytics.knowledge.draft import Done
from analytics.knowledge.evidence import Asks, Evidence, Figure
from analytics.knowledge.known import Known, KnownSegment
from analytics.knowledge.pattern_state import KnownPattern
from analytics.knowledge.rules import ColumnKind, RuleColumns
from analytics.vocabulary import Json, SegmentKey

IDS = [f"C{n:06d}" for n in range(120)]
"""The last twenty are not open any more."""
OPEN = IDS[:100]
MEMBERS: Mapping[str, Sequence[str]] = {
    "2-one": OPEN[:90],
    "2-two": OPEN[90:],
    "3-a": OPEN[:30],
    "3-b": OPEN[30:90],
    "3-c": OPEN[90:95],
    "3-d": OPEN[95:],
}
COLUMNS = RuleColumns(
    {"balance": ColumnKind.NUMBER, "region_id": ColumnKind.TEXT}, frozenset({"gender", "birth_date", "language"})
)
_ROWS = pd.DataFrame({"balance": [float(n) for n in range(100)], "region_id": ["R01", "R02"] * 50}, index=OPEN)


def _segment(place: int, key: str) -> KnownSegment:
    children = 2 if key.startswith("2") else 0
    return KnownSegment(SegmentKey(key), f"L{key[0]}-{place:02d}", int(key[0]), len(MEMBERS[key]), key, children)


def _members(key: SegmentKey) -> Sequence[str]:
    return MEMBERS[key]


def _rows(names: Iterable[str]) -> pd.DataFrame:
    return _ROWS[list(names)]


PATTERNS = (KnownPattern("aa11", "churn", "complaint > fee_charged"), KnownPattern("bb22", "churn", "quiet"))

KNOWN = Known(
    segments={SegmentKey(key): _segment(place, key) for place, key in enumerate(MEMBERS)},
    columns=COLUMNS,
    features=frozenset({"balance"}),
    regions=frozenset({"R01", "R02"}),
    patterns={each.pattern_id: each for each in PATTERNS},
    members=_members,
    ids_among=lambda asked: frozenset(asked) & frozenset(IDS),
    described_among=lambda asked: frozenset(asked) & frozenset(OPEN),
    rows=_rows,
)


def measure(asks: Asks) -> Evidence:
    """Count the customers who are asked for; a region has half of them, and KPIs are those of the member."""
    n = len(asks.ids) if asks.ids is not None else 50 if asks.member and asks.member[0] == "region" else len(OPEN)
    kpis = () if asks.member is None else (Figure(asks.kpi or "retention_rate", "share", "2026-06", 0.9, 0.85, 0.94),)
    return Evidence("made-up", date(2026, 6, 30), n, len(OPEN), "churn", (Figure("risk", "share", "", 0.2), *kpis))


def do(
    store: Path,
    author: str,
    act: str,
    told: Mapping[str, Json] | None = None,
    *,
    seen: int | None = None,
    test: Tester | None = None,
    **fields: Json,
) -> Done:
    """Do an act on the tiny bank."""
    asked = {"act": act, **(told or {}), **fields}
    return perform(
        store, asked, author=author, surroundings=Surroundings(lambda: KNOWN, test, measure=measure), seen=seen
    )
