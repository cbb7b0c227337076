"""Keeping answers: the only cache of the screens, bounded in number and in bytes."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass
from typing import Concatenate, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd

from analytics.store.snapshots import Snapshot
from pages.shared.readers.patience import patience
from pages.shared.readers.tags import tagged
from pages.shared.selection import Selection

P = ParamSpec("P")
T = TypeVar("T")

MOST_ANSWERS = 256
MOST_BYTES = 1_500_000_000
"""A million customers' places, segments, risks and features take about 400 MB, a selection's answers 2 MB."""
_Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class _Kept:
    answer: object
    n_bytes: int


_answers: OrderedDict[_Key, _Kept] = OrderedDict()
_working: dict[_Key, threading.Lock] = {}
_guard = threading.Lock()


def remembered(reader: Callable[Concatenate[Snapshot, P], T]) -> Callable[Concatenate[Snapshot, P], T]:
    """Answer the same question on the same snapshot once, for all sessions.

    The key is the reader, the snapshot's id and the arguments, so a new snapshot is never answered from an old one.
    Sessions that ask the same at the same time wait for the one that works on it. A DataFrame is handed out as a lazy
    copy: what a screen does to it stays with that screen. Arrays are handed out read-only by their makers.
    """
    return _remembering(reader, lambda snapshot: snapshot.id)


def remembered_of_build(reader: Callable[Concatenate[Snapshot, P], T]) -> Callable[Concatenate[Snapshot, P], T]:
    """Like `remembered`, for what people's edits of segments leave as it is: customers, places, features, risks.

    A snapshot with edits laid over it has the id `SNAPSHOT~NUMBER`; it and its build share these answers, so that an
    edit neither reads a million customers anew nor sends their places to the browser again.
    """
    return _remembering(reader, lambda snapshot: build_of(snapshot.id))


def build_of(snapshot_id: str) -> str:
    """Name the build that a snapshot's id belongs to."""
    return snapshot_id.partition("~")[0]


def forget() -> None:
    """Forget every answer (tests)."""
    with _guard:
        _answers.clear()


def n_bytes_kept() -> int:
    """The memory that the answers take, as far as it is known."""
    with _guard:
        return sum(kept.n_bytes for kept in _answers.values())


def _remembering(
    reader: Callable[Concatenate[Snapshot, P], T], identity: Callable[[Snapshot], str]
) -> Callable[Concatenate[Snapshot, P], T]:
    name = f"{reader.__module__}.{reader.__qualname__}"

    def answer(snapshot: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key: _Key = (name, identity(snapshot), args, tuple(sorted(kwargs.items())), _whom_tags_are_on(args))
        with _guard:
            if key in _answers:
                _answers.move_to_end(key)
                return _handed_out(cast("T", _answers[key].answer))
            work = _working.setdefault(key, threading.Lock())
        with patience(), work:
            with _guard:
                known = _answers.get(key)
            if known is not None:
                kept = cast("T", known.answer)
            else:
                kept = reader(snapshot, *args, **kwargs)
                with _guard:
                    _keep(key, kept)
        with _guard:
            _working.pop(key, None)
        return _handed_out(kept)

    functools.update_wrapper(answer, reader)
    return answer


def _whom_tags_are_on(args: tuple[object, ...]) -> Hashable:
    """A word says who is selected by whom it is on, which changes between builds and leaves the snapshot's id."""
    return tuple(tagged(each.tag) for each in args if isinstance(each, Selection) and each.tag is not None)


def _keep(key: _Key, answer: object) -> None:
    _answers[key] = _Kept(answer, _size(answer))
    n_bytes = sum(kept.n_bytes for kept in _answers.values())
    while len(_answers) > 1 and (len(_answers) > MOST_ANSWERS or n_bytes > MOST_BYTES):
        _, oldest = _answers.popitem(last=False)
        n_bytes -= oldest.n_bytes


def _size(value: object) -> int:
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage().sum())
    if isinstance(value, pd.Series):
        return int(value.memory_usage())
    if is_dataclass(value):
        return sum(_size(getattr(value, each.name)) for each in fields(value))
    return 100


def _handed_out(value: T) -> T:
    if isinstance(value, pd.DataFrame):
        return cast("T", value.copy(deep=False))
    return value
