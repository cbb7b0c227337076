"""Keys that stay with a segment over rebuilds, while it is the same segment; and questions where that isn't sure.

A name, a note or an edit must never land on another segment without a word. So a key goes over by itself only where
the same customers say so from both sides; everything else is asked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_SHARE = 0.7
"""Of the old segment's customers in the new one, and of the new one's in the old: both at least this. On the demo bank
the lower of the two was 0.90 or more over seeds, months and new customers, and 0.53 or less where the truth was another
(docs/effective-segments.md)."""

LEAST_MARGIN = 0.25
"""By so much (Jaccard overlap) the match has to be ahead of the second best, on either side."""

LEAST_LIKENESS = 0.6
"""Correlation of the two profiles: among customers who are new to the bank only this tells segments apart."""

WORTH_ASKING = 0.1
"""A candidate is named in a question if at least this share of either comes from the other."""

MOST_CANDIDATES = 3
FEWEST_FEATURES = 3
"""With fewer features in common the profiles say nothing."""

QUESTION_COLUMNS = [
    "segment_key",
    "level",
    "kind",
    "last_name",
    "candidate_key",
    "share_of_old",
    "share_of_new",
    "likeness",
]


@dataclass(frozen=True)
class RememberedSegments:
    """Segments of earlier builds, those too that did not come out in the last one.

    Attributes
    ----------
    segments : DataFrame
        `segment_key`, `level`, `last_name`.
    membership : DataFrame
        `customer_id`, `level`, `segment_key`; who was in it when it last came out.
    profile : DataFrame
        `segment_key`, `feature`, `effect`.
    """

    segments: pd.DataFrame
    membership: pd.DataFrame
    profile: pd.DataFrame


@dataclass(frozen=True)
class Identity:
    """Which segment is which.

    Attributes
    ----------
    keys : Series of str
        Named `segment_key`, with the index of the segments that were asked about; each key once.
    questions : DataFrame
        A row an old segment that no new one surely is, and candidate: `segment_key`, `level`, `kind` (`weak_match`, or
        `no_match` without a candidate), `last_name`, `candidate_key`, `share_of_old` (of the old one's customers who
        are still here, how many are in the candidate; 0-1), `share_of_new` (of the candidate's customers who were
        here, how many were in the old one), `likeness` (correlation of the profiles; missing without common features).
    """

    keys: pd.Series
    questions: pd.DataFrame


def segment_identity(
    segments: pd.DataFrame, membership: pd.DataFrame, profile: pd.DataFrame, remembered: RememberedSegments | None
) -> Identity:
    """Give each segment the key of the one that it surely is, else a new one; and say what has to be asked.

    At each level an old and a new segment are the same where each is the other's best match by Jaccard overlap, among
    customers whom both have; both hold at least 0.7 of the other; the second best of either is at least 0.25 behind;
    and their profiles are alike. A new key is made from the level and the members, so that two stores with the same
    input have the same keys.

    Parameters
    ----------
    segments : DataFrame
        `segment_id`, `level`.
    membership : DataFrame
        `customer_id`, `level`, `segment_id`.
    profile : DataFrame
        `segment_id`, `feature`, `effect`.
    remembered : RememberedSegments or None
        None on the first build.

    Returns
    -------
    Identity
    """
    keys = pd.Series("", index=segments.index, name="segment_key", dtype=object)
    taken: set[str] = set()
    tables = []
    for level in sorted(segments["level"].unique()):
        rows = segments[segments["level"] == level]
        here = membership[membership["level"] == level]
        compared = None if remembered is None else _compared(here, profile, remembered, int(level))
        kept = {} if compared is None else compared.surely()
        for row, segment_id in rows["segment_id"].astype(str).items():
            key = kept.get(segment_id) or _fresh_key(int(level), _members(here, segment_id))
            while key in taken:
                key = _fresh_key(int(level), [key])
            taken.add(key)
            keys[row] = key
        if compared is not None and remembered is not None:
            now = dict(zip(rows["segment_id"].astype(str), keys[rows.index].astype(str), strict=True))
            tables.append(compared.questions(now, int(level)))
    return Identity(keys, _typed(pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()))


@dataclass(frozen=True)
class _Compared:
    """Old and new segments of a level: how far each is the other."""

    new: list[str]
    old: list[str]
    last_names: dict[str, str]
    counts: Floats
    were_here: Floats
    likeness: Floats

    def of_old(self) -> Floats:
        return np.asarray(self.counts / np.maximum(self.counts.sum(axis=0, keepdims=True), 1))

    def of_new(self) -> Floats:
        return np.asarray(self.counts / np.maximum(self.were_here[:, None], 1))

    def surely(self) -> dict[str, str]:
        """Old keys by new segment."""
        unions = self.were_here[:, None] + self.counts.sum(axis=0)[None] - self.counts
        overlap = self.counts / np.maximum(unions, 1)
        both = np.minimum(self.of_old(), self.of_new())
        found = {}
        for i, j in zip(*np.nonzero(both >= LEAST_SHARE), strict=True):
            others = max(_largest(np.delete(overlap[i], j)), _largest(np.delete(overlap[:, j], i)))
            is_alike = np.isnan(self.likeness[i, j]) or self.likeness[i, j] >= LEAST_LIKENESS
            if overlap[i, j] - others >= LEAST_MARGIN and is_alike:
                found[self.new[i]] = self.old[j]
        return found

    def questions(self, now: dict[str, str], level: int) -> pd.DataFrame:
        """Candidates for each old segment that none surely is."""
        of_old, of_new = self.of_old(), self.of_new()
        rows: list[tuple[object, ...]] = []
        for j, key in enumerate(self.old):
            if key in now.values():
                continue
            worth = np.flatnonzero(np.maximum(of_old[:, j], of_new[:, j]) >= WORTH_ASKING)
            worth = worth[np.argsort(-of_old[worth, j], kind="stable")][:MOST_CANDIDATES]
            for i in worth:
                shares = (of_old[i, j], of_new[i, j], self.likeness[i, j])
                rows.append((key, level, "weak_match", self.last_names[key], now[self.new[i]], *shares))
            if not len(worth):
                rows.append((key, level, "no_match", self.last_names[key], None, np.nan, np.nan, np.nan))
        return pd.DataFrame(rows, columns=QUESTION_COLUMNS)


def _compared(now: pd.DataFrame, profile: pd.DataFrame, remembered: RememberedSegments, level: int) -> _Compared:
    rows = remembered.segments[remembered.segments["level"] == level]
    names = dict(zip(rows["segment_key"].astype(str), rows["last_name"].astype(str), strict=True))
    then = remembered.membership[remembered.membership["level"] == level]
    new, old = sorted(now["segment_id"].astype(str).unique()), sorted(names)
    counts, were_here = _counts(now, then, new, old)
    return _Compared(new, old, names, counts, were_here, _likeness(new, profile, old, remembered.profile))


def _counts(now: pd.DataFrame, then: pd.DataFrame, new: list[str], old: list[str]) -> tuple[Floats, Floats]:
    """Customers whom both have, by new and old segment, and those of each new segment who were here at all.

    A segment that vanished can share customers with another, so the sums over old segments may be larger.
    """
    places = pd.Index(now["customer_id"].astype(str)).get_indexer(pd.Index(then["customer_id"].astype(str)))
    owners = pd.Categorical(now["segment_id"].astype(str), categories=new).codes.astype(np.int64)
    keys = pd.Categorical(then["segment_key"].astype(str), categories=old).codes.astype(np.int64)
    here = (places >= 0) & (keys >= 0)
    cells = np.bincount(owners[places[here]] * len(old) + keys[here], minlength=len(new) * len(old))
    were_here = np.bincount(owners[np.unique(places[here])], minlength=len(new))
    return cells.reshape(len(new), len(old)).astype(np.float64), were_here.astype(np.float64)


def _likeness(new: list[str], profile: pd.DataFrame, old: list[str], before: pd.DataFrame) -> Floats:
    """Correlation of the effects that both profiles have; missing where they have too few in common or don't vary."""
    now, then = _effects(profile, "segment_id", new), _effects(before, "segment_key", old)
    common = now.columns.intersection(then.columns)
    if len(common) < FEWEST_FEATURES:
        return np.full((len(new), len(old)), np.nan)
    left, right = (table[common].to_numpy(dtype=np.float64) for table in (now, then))
    left, right = (values - values.mean(axis=1, keepdims=True) for values in (left, right))
    size = np.sqrt((left**2).sum(axis=1))[:, None] * np.sqrt((right**2).sum(axis=1))[None]
    return np.where(size > 1e-9, left @ right.T / np.where(size > 1e-9, size, 1.0), np.nan)


def _effects(profile: pd.DataFrame, name: str, order: list[str]) -> pd.DataFrame:
    wide = profile.assign(feature=profile["feature"].astype(str), key=profile[name].astype(str))
    table = wide.drop_duplicates(["key", "feature"]).pivot_table(index="key", columns="feature", values="effect")
    return table.reindex(order).fillna(0.0)


def _members(membership: pd.DataFrame, segment_id: str) -> list[str]:
    return sorted(membership.loc[membership["segment_id"].astype(str) == segment_id, "customer_id"].astype(str))


def _fresh_key(level: int, members: list[str]) -> str:
    digest = hashlib.sha256("\x1f".join([str(level), *members]).encode()).hexdigest()
    return f"{level}-{digest[:12]}"


def _largest(values: Floats) -> float:
    return float(values.max()) if len(values) else 0.0


def _typed(questions: pd.DataFrame) -> pd.DataFrame:
    texts = dict.fromkeys(("segment_key", "kind", "last_name", "candidate_key"), "str")
    numbers = dict.fromkeys(("share_of_old", "share_of_new", "likeness"), "float64")
    return questions.reindex(columns=QUESTION_COLUMNS).astype(texts | numbers | {"level": "int64"})
