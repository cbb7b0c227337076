"""Notes in force as a column of tables that are exported: what people know goes along with the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.insights.claims_on_rows import claims_on_rows
from analytics.knowledge.notes import Note, NoteStatus, SubjectKind
from analytics.store.snapshots import Snapshot
from pages.shared.formats import day
from pages.shared.people_words import written
from pages.shared.readers import population
from pages.shared.readers.present import subject_now
from pages.shared.readers.segments import segment_at

STANDING = {NoteStatus.DISPUTED: "disputed; ", NoteStatus.REFUSED: "not supported by its test; "}


@dataclass(frozen=True)
class Claim:
    """A note in force, ready to stand beside a row.

    Attributes
    ----------
    words : str
        What is claimed, by whom, when, and whether it is disputed.
    kind : SubjectKind
        What it is about.
    subject : str
        Which: a segment's present key, a region, a cohort, a customer's pseudonym.
    """

    words: str
    kind: SubjectKind
    subject: str


def claim_of(note: Note, status: NoteStatus) -> Claim:
    """Put a note into words for a table."""
    about = subject_now(note.subject_kind, note.subject_id)
    said = f"{written(note.body)} ({STANDING.get(status, '')}{note.author}, {day(note.created_at[:10])})"
    return Claim(said, note.subject_kind, about)


def notes_on_customers(snapshot: Snapshot, claims: Sequence[Claim]) -> pd.Series[str]:
    """The claims about each active customer, their segments, region and cohorts, in the order of `customer_ids`."""
    about = [(claim.words, _meant(snapshot, claim)) for claim in claims]
    return claims_on_rows([(words, mask) for words, mask in about if mask is not None], _n(snapshot))


def notes_on_segments(table: pd.DataFrame, claims: Sequence[Claim]) -> pd.DataFrame:
    """A table with `segment_key`, and the claims about each segment as `notes`, where there is any."""
    keys = table["segment_key"].astype("str").to_numpy()
    said = [(claim.words, keys == claim.subject) for claim in claims if claim.kind is SubjectKind.SEGMENT]
    found = claims_on_rows(said, len(table))
    return table.assign(notes=found.to_numpy()) if (found != "").any() else table


def _meant(snapshot: Snapshot, claim: Claim) -> population.Mask | None:
    if claim.kind is SubjectKind.SEGMENT and segment_at(snapshot, claim.subject) is not None:
        return population.in_segment(snapshot, claim.subject)
    if claim.kind is SubjectKind.REGION:
        return population.in_region(snapshot, claim.subject)
    if claim.kind is SubjectKind.COHORT:
        return population.in_cohort(snapshot, claim.subject)
    if claim.kind is SubjectKind.CUSTOMER:
        return np.asarray(population.pseudonyms_of(snapshot) == claim.subject, dtype=np.bool_)
    return None


def _n(snapshot: Snapshot) -> int:
    return len(population.customer_ids(snapshot))
