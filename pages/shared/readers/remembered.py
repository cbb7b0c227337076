"""Keeping answers: the only cache of the screens."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from analytics.store.snapshots import Snapshot

P = ParamSpec("P")
T = TypeVar("T")

MOST_ANSWERS = 256
_Key = tuple[Hashable, ...]
_answers: OrderedDict[_Key, object] = OrderedDict()
_working: dict[_Key, threading.Lock] = {}
_guard = threading.Lock()


def remembered(reader: Callable[Concatenate[Snapshot, P], T]) -> Callable[Concatenate[Snapshot, P], T]:
    """Answer the same question on the same snapshot once, for all sessions.

    The key is the reader, the snapshot's id and the arguments, so a new snapshot is never answered from an old one.
    Sessions that ask the same at the same time wait for the one that works on it. A DataFrame is handed out as a lazy
    copy: what a screen does to it stays with that screen. Arrays are handed out read-only by their makers.
    """
    name = f"{reader.__module__}.{reader.__qualname__}"

    def answer(snapshot: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key: _Key = (name, snapshot.id, args, tuple(sorted(kwargs.items())))
        with _guard:
            if key in _answers:
                _answers.move_to_end(key)
                return _handed_out(cast("T", _answers[key]))
            work = _working.setdefault(key, threading.Lock())
        with work:
            with _guard:
                known = key in _answers
                kept = cast("T", _answers.get(key))
            if not known:
                kept = reader(snapshot, *args, **kwargs)
                with _guard:
                    _answers[key] = kept
                    while len(_answers) > MOST_ANSWERS:
                        _answers.popitem(last=False)
        with _guard:
            _working.pop(key, None)
        return _handed_out(kept)

    functools.update_wrapper(answer, reader)
    return answer


def forget() -> None:
    """Forget every answer (tests)."""
    with _guard:
        _answers.clear()


def _handed_out(value: T) -> T:
    if isinstance(value, pd.DataFrame):
        return cast("T", value.copy(deep=False))
    return value
