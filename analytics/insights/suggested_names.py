"""Names for segments in plain words, from what sets each apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analytics.insights.feature_phrases import feature_phrase, subject_of

LEAST_CONTRAST = 0.25
"""A feature that differs less than this many standard deviations from the rest of the parent is not worth a word."""

MOST_PHRASES = 3
MOST_LETTERS = 60
ORDINARY = "much like the others"
EVERYONE = "all"


@dataclass(frozen=True)
class _Candidate:
    feature: str
    contrast: float
    effect: float
    mean: float


def suggested_names(
    segments: pd.DataFrame, profile: pd.DataFrame, catalog: pd.DataFrame, *, protected: Collection[str] = ()
) -> pd.Series:
    """Name each segment by the features in which it differs most from its parent (level 1: from everyone).

    Parameters
    ----------
    segments : DataFrame
        `segment_id`, `parent_id`, `level`.
    profile : DataFrame
        From `segment_profile`: `segment_id`, `feature`, `segment_mean`, `effect`.
    catalog : DataFrame
        `feature`, `group`, `unit`, `description`; may be empty.
    protected : collection of str
        Columns that never make a name, nor do their values.

    Returns
    -------
    Series of str
        Named `suggested_name`, with the index of `segments`; at most 60 letters, no two alike within a level.
    """
    units = dict(zip(catalog["feature"].astype(str), catalog["unit"].astype(str), strict=True))
    words = dict(zip(catalog["feature"].astype(str), catalog["description"].astype(str), strict=True))
    allowed = profile[~profile["feature"].map(_column).isin({*protected})]
    by_segment = {str(name): rows.set_index("feature") for name, rows in allowed.groupby("segment_id")}
    names = pd.Series("", index=segments.index, name="suggested_name", dtype=object)
    used: dict[int, set[str]] = {}
    rows = zip(
        segments.index, segments["segment_id"], segments["parent_id"], segments["level"].astype(int), strict=True
    )
    for row, segment_id, parent_id, level in rows:
        taken = used.setdefault(int(level), set())
        if segment_id == "all":
            names[row] = EVERYONE
            continue
        parent = by_segment.get(str(parent_id)) if isinstance(parent_id, str) else None
        ranked = _ranked(by_segment[segment_id], parent) if segment_id in by_segment else []
        names[row] = _unused(_phrases(ranked, units, words), taken)
        taken.add(names[row])
    return names


def _column(feature: str) -> str:
    return feature.split(" = ", maxsplit=1)[0]


def _ranked(own: pd.DataFrame, parent: pd.DataFrame | None) -> list[_Candidate]:
    """Features by how far the segment is from its parent, and in the same direction from everyone."""
    effects = own["effect"].fillna(0.0)
    if parent is None or _same(own, parent):
        contrasts = effects
    else:
        contrasts = effects - parent["effect"].reindex(effects.index).fillna(0.0)
    columns = (contrasts.tolist(), effects.tolist(), own["segment_mean"].tolist())
    found = [_Candidate(str(name), *numbers) for name, *numbers in zip(effects.index, *columns, strict=True)]
    apart = [one for one in found if abs(one.contrast) >= LEAST_CONTRAST and one.contrast * one.effect > 0]
    return sorted(apart, key=lambda one: (-(abs(one.contrast) + 0.5 * abs(one.effect)), one.feature))


def _same(own: pd.DataFrame, parent: pd.DataFrame) -> bool:
    """Whether a segment is all of its parent."""
    return bool((own["effect"] - parent["effect"].reindex(own.index)).abs().max() < 1e-12)


def _phrases(ranked: Iterable[_Candidate], units: Mapping[str, str], words: Mapping[str, str]) -> list[str]:
    """Words for the features in order, one a subject."""
    seen: set[str] = set()
    phrases: list[str] = []
    for one in ranked:
        column = _column(one.feature)
        subject = subject_of(column)
        if subject in seen:
            continue
        phrase = feature_phrase(one.feature, one.effect, one.mean, units.get(column, ""), words.get(column, ""))
        if phrase is None or phrase in phrases or len(phrase) > MOST_LETTERS:
            continue
        seen.add(subject)
        phrases.append(phrase)
    return phrases


def _unused(phrases: list[str], taken: Collection[str]) -> str:
    """The first few phrases that fit and make a name no other segment of the level has."""
    for skipped in range(max(len(phrases) - MOST_PHRASES + 1, 1)):
        for last in range(MOST_PHRASES - 1 + skipped, len(phrases)):
            name = _joined([*phrases[: MOST_PHRASES - 1], phrases[last]])
            if name not in taken:
                return name
    name = _joined(phrases[:MOST_PHRASES]) or ORDINARY
    number = 2
    while (numbered := name if number == 2 and name not in taken else f"{name} ({number})") in taken:
        number += 1
    return numbered


def _joined(phrases: list[str]) -> str:
    name = ""
    for phrase in phrases:
        longer = f"{name}, {phrase}" if name else phrase
        if len(longer) <= MOST_LETTERS:
            name = longer
    return re.sub(r"\s+", " ", name)
