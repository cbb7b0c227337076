"""The board of findings, read from a snapshot and the ledger: for the screen, and for the deck that is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import InputError
from analytics.insights.finding_pages import BoardRow
from analytics.insights.finding_results import GONE, Result, of_forecast, of_list, of_note, of_person, of_target
from analytics.knowledge.evidence import Asks
from analytics.knowledge.finding_whom import IdsOf, asked_of, asks
from analytics.knowledge.findings import Finding, KindOfTest, WhomKind
from analytics.knowledge.known import Known
from analytics.knowledge.reading import knowledge
from analytics.knowledge.said_of_segments import said_of_segments
from analytics.knowledge.said_of_tags import said_of_tags
from analytics.knowledge.served import known_in
from analytics.knowledge.state import Knowledge
from analytics.stages.finding_evidence import evidence_in, members_in
from analytics.stages.list_outcomes import result_in
from analytics.store.called import ids_of
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import LEVELS, SegmentKey

_EVERYONE = ("all", "all")


@dataclass(frozen=True)
class Ground:
    """What the board is read from.

    Attributes
    ----------
    snapshot : Snapshot
        What is served.
    known : Known
        What it has.
    knowledge : Knowledge
        What people have done and said.
    ids_of : callable
        By pseudonym, the ids of those customers who are here.
    """

    snapshot: Snapshot
    known: Known
    knowledge: Knowledge
    ids_of: IdsOf


def ground_of(store: Path, snapshot: Snapshot, *, at: int | None = None) -> Ground:
    """Say what the board of a store is read from; `at` is the number of the last act to heed."""
    return Ground(snapshot, known_in(snapshot), knowledge(store, at), lambda names: ids_of(store, names))


def board(ground: Ground) -> list[BoardRow]:
    """Read every finding that stands, the newest first."""
    return [board_row(ground, each) for each in reversed(tuple(ground.knowledge.findings.values()))]


def groups_told_of(ground: Ground) -> tuple[NDArray[np.int32], ...]:
    """Name the groups of whom screens tell figures by themselves: of the data, and tags and cohorts that people made.

    Returns
    -------
    tuple of ndarray of int32, shape (n_customers,)
        Of every active customer, in order of their ids, the number of their segment of each level, of their region and
        channel, and 0 where they hold a product, carry a tag, or are in a cohort; -1 for none.
    """
    return tuple(each.astype(np.int32) for each in (*_of_data(ground.snapshot), *_made_by_people(ground)))


def _of_data(snapshot: Snapshot) -> Iterator[NDArray[np.integer]]:
    if "membership" in snapshot.tables():
        yield from (snapshot.query("population_segment", level=level)["place"].to_numpy() for level in LEVELS)
    for name, query in (("region_id", "population_region"), ("home_channel", "population_channel")):
        if name in snapshot.columns("customers"):
            yield pd.factorize(snapshot.query(query)[name])[0]
    if "customer_accounts" in snapshot.tables():
        for product in snapshot.query("products")["product"]:
            yield snapshot.query("population_product", product=product)["holds"].to_numpy(dtype=np.int32) - 1


def _made_by_people(ground: Ground) -> Iterator[NDArray[np.integer]]:
    tags = {each.tag for each in said_of_tags(ground.knowledge).tagged}
    called = [(WhomKind.TAG, each) for each in sorted(tags)]
    for kind, whom in (*called, *((WhomKind.COHORT, each) for each in ground.knowledge.cohorts)):
        # What is not there any more, such as a rule over a column that is gone, is on no screen.
        with suppress(InputError):
            whose = asks(kind, whom, ground.known, ground.knowledge, ground.ids_of)
            yield members_in(ground.snapshot, whose).astype(np.int32) - 1


def board_row(ground: Ground, finding: Finding) -> BoardRow:
    """Read one finding as it stands in a snapshot."""
    try:
        whose = asked_of(finding, ground.known, ground.knowledge, ground.ids_of)
        now, members, why_not = evidence_in(ground.snapshot, whose), members_in(ground.snapshot, whose), ""
    except InputError as reason:
        whose, now, members, why_not = Asks((), None), None, None, str(reason)
    return BoardRow(finding, whom_words(ground, finding), now, why_not, result_of(ground, finding, whose), members)


def whom_words(ground: Ground, finding: Finding) -> str:
    """Say whom a finding is about, by the names of today."""
    called = finding.whom
    if finding.whom_kind is WhomKind.SEGMENT:
        key = said_of_segments(ground.knowledge).now_called(SegmentKey(called))
        segment = ground.known.segments.get(SegmentKey(str(key)))
        return f"Segment “{called if segment is None else segment.name}”"
    if finding.whom_kind is WhomKind.REGION:
        return f"Region {_regions(ground.snapshot).get(called, called)}"
    if finding.whom_kind is WhomKind.COHORT:
        cohort = ground.knowledge.cohorts.get(called)
        return f"Cohort “{called if cohort is None else cohort.name}”"
    return {
        WhomKind.EVERYONE: "All customers",
        WhomKind.PRODUCT: f"Holders of {called}",
        WhomKind.TAG: f"Customers tagged “{called}”",
        WhomKind.RULE: f"Customers with {called}",
    }.get(finding.whom_kind, finding.selection or "A list of customers")


def _regions(snapshot: Snapshot) -> dict[str, str]:
    if "region_id" not in snapshot.columns("customers") or "name" not in snapshot.columns("regions"):
        return {}
    rows = snapshot.query("regions_named")
    names = rows["name"].astype("string").fillna(rows["region_id"].astype("string"))
    return dict(zip(map(str, rows["region_id"]), map(str, names), strict=True))


def result_of(ground: Ground, finding: Finding, asks: Asks) -> Result:
    """Say what came of a finding, by its test; without one, by what a person said."""
    test, known = finding.test, ground.knowledge
    as_of = date.fromisoformat(str(ground.snapshot.facts["as_of"])[:10])
    if test.kind is KindOfTest.NOTE:
        note = known.notes.get(test.called)
        return GONE if note is None else of_note(note)
    if test.kind is KindOfTest.RETENTION_LIST:
        made = known.lists.get(test.called)
        if made is None:
            return GONE
        return of_list(result_in(ground.snapshot, made, ground.ids_of((*made.contacted, *made.held_back))))
    if test.kind is KindOfTest.TARGET:
        return _of_target(ground, test.called, as_of)
    if test.kind is KindOfTest.FORECAST:
        return of_forecast(test, _series(ground.snapshot, asks.member), as_of=as_of)
    return of_person(finding)


def _of_target(ground: Ground, called: str, as_of: date) -> Result:
    target = ground.knowledge.targets.get(called)
    if target is None:
        return GONE
    member: tuple[str, str] | None = _EVERYONE
    if target.segment is not None:
        segment = next((each for key, each in ground.known.segments.items() if key == target.segment), None)
        member = None if segment is None else ("segment", segment.segment_id)
    return of_target(target, _series(ground.snapshot, member), as_of=as_of)


def _series(snapshot: Snapshot, member: tuple[str, str] | None) -> pd.DataFrame:
    if "kpis" not in snapshot.tables() or member is None:
        return pd.DataFrame(columns=["kpi", "period", "value", "lower", "upper", "unit"])
    return snapshot.query("kpi_series", dimension=member[0], member=member[1])
