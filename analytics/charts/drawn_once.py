"""Drawing a figure once for all who ask for the same: Plotly checks every property that it is given.

A chart is a pure function of its table and the ink; that, with the marks of numbers and months in force, is the key, by
value. So whoever shows a chart shares it with everyone who sees the same numbers, and nobody else.
"""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import ParamSpec

import numpy as np
import pandas as pd
from plotly.graph_objects import Figure

from analytics.fiscal_months import first_in_force
from analytics.number_marks import in_force

P = ParamSpec("P")

MOST_FIGURES = 512
MOST_CELLS = 20_000
"""Of a figure's tables; larger ones are drawn anew, since comparing them takes as long."""

_drawn: OrderedDict[Hashable, Figure] = OrderedDict()
_guard = threading.Lock()


class _NoKeyError(Exception):
    """An argument can't be compared by its value."""


def drawn_once(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Let a chart be drawn once for the same arguments; what it gives is shared, and is not to be changed."""
    name = f"{draw.__module__}.{draw.__qualname__}"

    @functools.wraps(draw)
    def figure(*args: P.args, **kwargs: P.kwargs) -> Figure:
        try:
            key = (name, in_force(), first_in_force(), value_of(args), value_of(kwargs))
        except _NoKeyError:
            return draw(*args, **kwargs)
        with _guard:
            if key in _drawn:
                _drawn.move_to_end(key)
                return _drawn[key]
        made = draw(*args, **kwargs)
        with _guard:
            _drawn[key] = made
            if len(_drawn) > MOST_FIGURES:
                _drawn.popitem(last=False)
        return made

    return figure


def value_of(argument: object) -> Hashable:
    """Give what stands for an argument, so that two are equal only where the arguments are.

    Raises
    ------
    _NoKeyError
        Where it is too large, or of a kind that is not known here.
    """
    if isinstance(argument, pd.DataFrame):
        if argument.size > MOST_CELLS:
            raise _NoKeyError
        names = tuple(argument.columns)
        return ("table", names, _values(argument.index), *(_values(argument.iloc[:, at]) for at in range(len(names))))
    if isinstance(argument, pd.Series | pd.Index):
        return _values(argument)
    if isinstance(argument, np.ndarray):
        return _array(argument)
    if isinstance(argument, Mapping):
        return ("mapping", *((name, value_of(each)) for name, each in argument.items()))
    if isinstance(argument, list | tuple):
        return (type(argument).__name__, *(value_of(each) for each in argument))
    if is_dataclass(argument) and not isinstance(argument, type):
        return (type(argument), *(value_of(getattr(argument, each.name)) for each in fields(argument)))
    if isinstance(argument, str | int | float | date | Enum | None):
        # 1, 1.0 and True are equal, but are not written alike.
        return (type(argument), argument)
    raise _NoKeyError


def _values(column: pd.Series[float] | pd.Index[float]) -> Hashable:
    if isinstance(column.dtype, np.dtype) and column.dtype != object:
        return _array(column.to_numpy())
    return (str(column.dtype), value_of(column.tolist()))


def _array(values: np.ndarray) -> Hashable:
    if values.size > MOST_CELLS or values.dtype == object:
        raise _NoKeyError
    return (str(values.dtype), values.shape, values.tobytes())
