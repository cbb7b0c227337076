"""What acts are checked against: the segments, columns and customers that the author sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

from analytics.errors import InputError
from analytics.knowledge.cohort_cell import CohortCell
from analytics.knowledge.fields import listed
from analytics.knowledge.pattern_state import KnownPattern
from analytics.knowledge.payment_count import PaymentCount
from analytics.knowledge.rule_tree import Counts
from analytics.knowledge.rule_words import RuleError
from analytics.knowledge.rules import Rule, RuleColumns
from analytics.vocabulary import SegmentKey


@dataclass(frozen=True)
class KnownSegment:
    """A segment as it is on screen.

    Attributes
    ----------
    key : SegmentKey
        Its key.
    segment_id : str
        Its id in the snapshot.
    level : int
        1, 2 or 3.
    n_customers : int
        How many are in it.
    name : str
        What it is called.
    n_children : int
        Segments of the next level in it.
    """

    key: SegmentKey
    segment_id: str
    level: int
    n_customers: int
    name: str
    n_children: int = 0


def _nobody(_: SegmentKey) -> Sequence[str]:
    return ()


def _none(_: Sequence[str]) -> frozenset[str]:
    return frozenset()


def _has_parts(_: SegmentKey) -> bool:
    return True


def _no_cell(_: CohortCell) -> tuple[int, int] | None:
    return None


def _no_rows(names: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(names))


@dataclass(frozen=True)
class Known:
    """What there is, newer edits laid over.

    Attributes
    ----------
    segments : mapping of SegmentKey to KnownSegment
        The effective tree.
    columns : RuleColumns
        What rules may name.
    features, regions : frozenset of str
        Names and ids that a note can be about.
    patterns : mapping of str to KnownPattern
        The published patterns, by id.
    members : callable
        The ids of a segment's customers.
    has_parts : callable
        Whether the model sees two or more parts in a lowest segment.
    ids_among : callable
        Those of some texts that are ids of customers, open or not.
    described_among : callable
        Those of some ids whose customers are described, so that they belong to segments.
    rows : callable
        The columns that a rule names, a row a described customer, indexed by their ids.
    counts : callable or None
        Numbers of payments a customer, indexed by ids; None where they can't be counted at once.
    known_until : str or None
        The last date whose outcomes are known; a forecast is scored on later ones only.
    cohort_cell : callable
        How many of a cell of the cohorts are still here, and how many joined; None where it is nobody's or not over.
    """

    segments: Mapping[SegmentKey, KnownSegment] = field(default_factory=dict)
    columns: RuleColumns = field(default_factory=lambda: RuleColumns({}))
    features: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    patterns: Mapping[str, KnownPattern] = field(default_factory=dict)
    members: Callable[[SegmentKey], Sequence[str]] = _nobody
    has_parts: Callable[[SegmentKey], bool] = _has_parts
    ids_among: Callable[[Sequence[str]], frozenset[str]] = _none
    described_among: Callable[[Sequence[str]], frozenset[str]] = _none
    rows: Callable[[Iterable[str]], pd.DataFrame] = _no_rows
    counts: Callable[[Iterable[PaymentCount]], Counts] | None = None
    known_until: str | None = None
    cohort_cell: Callable[[CohortCell], tuple[int, int] | None] = _no_cell

    def segment(self, called: str) -> KnownSegment:
        """Find a segment by its key or id.

        Raises
        ------
        InputError
            If there is none; with the one that looks most like it.
        """
        if SegmentKey(called) in self.segments:
            return self.segments[SegmentKey(called)]
        by_id = {each.segment_id: each for each in self.segments.values()}
        if called in by_id:
            return by_id[called]
        close = get_close_matches(called, [*self.segments, *by_id], n=1)
        meant = f' Did you mean "{close[0]}"?' if close else " Export the table segments to see their keys."
        raise InputError(f'There is no segment "{called}".{meant}')

    def pattern(self, called: str) -> KnownPattern:
        """Find a pattern by its id.

        Raises
        ------
        InputError
            If this snapshot has none of that id.
        """
        if called not in self.patterns:
            raise InputError(f'There is no pattern "{called}". Export the table patterns to see their ids.')
        return self.patterns[called]

    def customers(self, asked: Sequence[str], *, described: bool) -> tuple[str, ...]:
        """Check a list of customers' ids.

        Raises
        ------
        InputError
            If some are unknown, or (where that is asked) belong to no segment.
        """
        unknown = sorted(set(asked) - self.ids_among(asked))
        if unknown:
            raise InputError(f"{len(unknown):,} of the {len(asked):,} customers are not known here: {listed(unknown)}.")
        outside = sorted(set(asked) - self.described_among(asked)) if described else []
        if outside:
            raise InputError(
                f"{len(outside):,} of the {len(asked):,} customers belong to no segment, since they were not open at "
                f"the as-of day: {listed(outside)}."
            )
        return tuple(asked)

    def holding(self, rule: Rule) -> frozenset[str] | None:
        """Give the ids of the described customers for whom a rule holds; None where payments can't be counted here."""
        if rule.payments and self.counts is None:
            return None
        counts = self.counts(rule.payments) if self.counts is not None and rule.payments else {}
        mask = rule.mask(self.rows(rule.names), counts)
        return frozenset(map(str, mask.index[mask.to_numpy()]))

    def counted(self, rule: Rule) -> frozenset[str]:
        """Give the ids of the described customers for whom a rule holds.

        Raises
        ------
        RuleError
            If it needs numbers of payments, which can't be counted here.
        """
        found = self.holding(rule)
        if found is None:
            raise RuleError(
                "Payments are counted when a note is tested, not for segments and cohorts. "
                "Use features, or hand in the list of customers."
            )
        return found
