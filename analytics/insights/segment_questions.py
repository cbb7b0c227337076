"""What people have to answer, since it isn't guessed: where a segment went, and what became of an edit."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.knowledge.said_of_segments import SaidOfSegments
from analytics.models.edited_segments import Problem

COLUMNS = [
    "question_id",
    "kind",
    "level",
    "segment_key",
    "name",
    "question",
    "is_spoken_of",
    "candidate_key",
    "candidate_name",
    "share_of_old",
    "share_of_new",
    "likeness",
]


def segment_questions(
    asked: pd.DataFrame, problems: Iterable[Problem], segments: pd.DataFrame, said: SaidOfSegments
) -> pd.DataFrame:
    """Gather what has to be answered about the segments of a snapshot.

    Parameters
    ----------
    asked : DataFrame
        From `analytics.models.segment_identity`: `segment_key`, `level`, `kind`, `last_name`, `candidate_key`,
        `share_of_old`, `share_of_new`, `likeness`.
    problems : iterable of Problem
        What could not be replayed.
    segments : DataFrame
        The effective `segments`.
    said : SaidOfSegments
        Answered questions are left out.

    Returns
    -------
    DataFrame
        A row a question and candidate: `question_id` (`match:KEY` or `edit:NUMBER`), `kind` (`weak_match`, `no_match`,
        or as in `Problem`), `level`, `segment_key`, `name`, `question` (one sentence), `is_spoken_of` (whether people
        said something of the segment: those wait for an answer), `candidate_key`, `candidate_name`, `share_of_old` (of
        its customers, how many are in the candidate; 0-1), `share_of_new` (of the candidate's, how many were in it),
        `likeness` (how alike the two profiles are, -1 to 1). Sorted with the largest share first.
    """
    names = dict(zip(segments["segment_key"].astype(str), segments["name"].astype(str), strict=True))
    subjects = {*said.names, *said.spoken_of, *(str(key) for key in said.subjects())}
    settled = {*said.carried, *said.given_up}
    asked = asked[["segment_key", *(name for name in asked.columns if name != "segment_key")]]
    rows = [
        _carried(dict(zip(asked.columns, row, strict=True)), names, said, is_spoken_of=str(row[0]) in subjects)
        for row in asked.itertuples(index=False, name=None)
        if str(row[0]) not in settled
    ]
    rows += [_of_edit(problem, names) for problem in problems if problem.segment not in said.given_up]
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.sort_values(
        ["question_id", "share_of_old", "candidate_key"], ascending=[True, False, True], ignore_index=True
    )
    texts = {name: "str" for name in COLUMNS if name not in {"level", "is_spoken_of", *_SHARES}}
    return table.astype({"level": "int64", "is_spoken_of": "bool", **dict.fromkeys(_SHARES, "float64"), **texts})


_SHARES = ("share_of_old", "share_of_new", "likeness")


def _carried(
    row: dict[str, object], names: dict[str, str], said: SaidOfSegments, *, is_spoken_of: bool
) -> dict[str, object]:
    key = str(row["segment_key"])
    given = {str(each): name for each, name in said.names.items()}
    name = given.get(key, str(row["last_name"]))
    candidate = row["candidate_key"] if isinstance(row["candidate_key"], str) else None
    question = f'Where did "{name}" go? No segment has most of its customers, or is made mostly of them.'
    if candidate is not None:
        question = f'Is "{names.get(candidate, candidate)}" what "{name}" has become?'
    return {
        "question_id": f"match:{key}",
        "kind": row["kind"],
        "level": row["level"],
        "segment_key": key,
        "name": name,
        "question": question,
        "is_spoken_of": is_spoken_of,
        "candidate_key": candidate,
        "candidate_name": names.get(candidate) if candidate else None,
        **{share: row[share] for share in _SHARES},
    }


def _of_edit(problem: Problem, names: dict[str, str]) -> dict[str, object]:
    key = str(problem.segment)
    return {
        "question_id": f"edit:{problem.sequence}",
        "kind": problem.kind,
        "level": int(key[0]) if key[:1].isdigit() else 3,
        "segment_key": key,
        "name": names.get(key, key),
        "question": problem.why,
        "is_spoken_of": True,
        "candidate_key": None,
        "candidate_name": None,
        **dict.fromkeys(_SHARES),
    }
