"""Whom a finding is about: checked when it is put up, and found again in each later snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from analytics.errors import InputError
from analytics.knowledge.contributions import Cohort
from analytics.knowledge.evidence import Asks
from analytics.knowledge.findings import Finding, WhomKind
from analytics.knowledge.known import Known
from analytics.knowledge.rules import parse
from analytics.knowledge.said_of_segments import said_of_segments
from analytics.knowledge.said_of_tags import Tagged, said_of_tags
from analytics.knowledge.state import Knowledge
from analytics.vocabulary import SegmentKey

IdsOf = Callable[[Sequence[str]], Mapping[str, str]]
"""By pseudonym, the ids of those customers who are here."""


def asked_of(finding: Finding, known: Known, knowledge: Knowledge, ids_of: IdsOf) -> Asks:
    """Say what to measure for a finding in a snapshot.

    Raises
    ------
    InputError
        If it is about somebody who is not there any more; it says whom.
    """
    if finding.whom_kind is not WhomKind.CUSTOMERS:
        found = asks(finding.whom_kind, finding.whom, known, knowledge, ids_of)
    else:
        here = ids_of(finding.customers)
        found = Asks(known.described_among(list(here.values())), None)
    return Asks(found.ids, found.member, finding.kpi, finding.evidence.outcome or None)


def asks(kind: WhomKind, whom: str, known: Known, knowledge: Knowledge, ids_of: IdsOf) -> Asks:
    """Say what to measure of customers who are named by what they have in common.

    Raises
    ------
    InputError
        If there is no such segment, region, tag or cohort, or the rule makes no sense.
    """
    if kind is WhomKind.EVERYONE:
        return Asks(None, ("all", "all"))
    if kind is WhomKind.SEGMENT:
        segment = known.segment(str(said_of_segments(knowledge).now_called(SegmentKey(whom))))
        return Asks(known.members(segment.key), (WhomKind.SEGMENT, segment.segment_id))
    if kind is WhomKind.REGION and whom not in known.regions:
        raise InputError(f'There is no region "{whom}".')
    if kind in (WhomKind.REGION, WhomKind.PRODUCT):
        return Asks(None, (kind.value, whom))
    if kind is WhomKind.RULE:
        return Asks(known.counted(parse(whom, known.columns)), None)
    if kind is WhomKind.TAG:
        return Asks(_tagged(whom, known, knowledge, ids_of), (WhomKind.TAG, whom))
    return Asks(_of_cohort(knowledge.cohorts.get(whom), whom, known, ids_of), None)


def _of_cohort(cohort: Cohort | None, called: str, known: Known, ids_of: IdsOf) -> Collection[str]:
    if cohort is None:
        raise InputError(f'There is no cohort "{called}".')
    if cohort.rule is not None:
        return known.counted(parse(cohort.rule, known.columns))
    return known.described_among(list(ids_of(sorted(cohort.customers or ())).values()))


def _tagged(tag: str, known: Known, knowledge: Knowledge, ids_of: IdsOf) -> Collection[str]:
    found = [each for each in said_of_tags(knowledge).tagged if each.tag == tag]
    if not found:
        raise InputError(f'Nobody carries the tag "{tag}".')
    return frozenset[str]().union(*(_carrying(each, known, knowledge, ids_of) for each in found))


def _carrying(tagged: Tagged, known: Known, knowledge: Knowledge, ids_of: IdsOf) -> Collection[str]:
    if tagged.segment is not None:
        return known.members(known.segment(str(said_of_segments(knowledge).now_called(tagged.segment))).key)
    if tagged.rule is not None:
        return known.counted(parse(tagged.rule, known.columns))
    return known.described_among(list(ids_of(sorted(tagged.customers or ())).values()))
