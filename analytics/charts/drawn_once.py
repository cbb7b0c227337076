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


class Told(Figure):  # type: ignore[misc]  # Plotly has no types
    """Stands for a figure where it is sent: its parts, as the dictionary that was made of it once.

    Plotly copies every part of a figure each time that it gives a dictionary. Nothing else of a figure works here.
    """

    _parts: dict[str, object]

    def __new__(cls, parts: dict[str, object]) -> Told:
        """Make one without the work of making a figure."""
        made = object.__new__(cls)
        object.__setattr__(made, "_parts", parts)
        return made

    def __init__(self, parts: dict[str, object]) -> None:
        """Leave out what makes a figure."""

    def to_dict(self) -> dict[str, object]:
        """The figure's parts, for reading only."""
        return self._parts


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


def told(figure: Figure, **layout: object) -> Told:
    """Give what stands for a figure where it is sent; its parts are shared as the figure is.

    Parameters
    ----------
    figure : Figure
        It is not changed afterwards, or else its change may not be sent.
    **layout
        What is said of the layout besides, of the figure that is sent alone.
    """
    parts = figure.__dict__.get("_told")
    if parts is None:
        parts = figure.to_dict()
        object.__setattr__(figure, "_told", parts)
    return Told(parts | {"layout": parts["layout"] | layout} if layout else parts)


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
