"""Writing a figure's layout directly: what Plotly's own updates would leave there, in a tenth of their time.

`update_layout` looks up every nested name among the properties that Plotly knows, for each change anew, and writes each
twice; for the look that all figures share that was most of a screen's time. The names here are our own constants, so
nothing needs to be looked up. A test compares both ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plotly.graph_objects import Figure

Layout = dict[str, Any]


def lay(figure: Figure, changes: Mapping[str, object]) -> None:
    """Write into a figure's layout, nested mappings into what is there, as `figure.update_layout(**changes)` does."""
    _merge(_layout(figure), changes)


def lay_axes(figure: Figure, letter: str, changes: Mapping[str, object]) -> None:
    """Write into every axis of a letter, ``x`` or ``y``, as `figure.update_xaxes(**changes)` does."""
    layout = _layout(figure)
    first = f"{letter}axis"
    for name in {first, *(name for name in layout if name.startswith(first))}:
        _merge(layout.setdefault(name, {}), changes)


def annotate(figure: Figure, annotations: Sequence[Mapping[str, object]]) -> None:
    """Add annotations after those that are there, all at once: each by itself would write all of them anew."""
    figure.layout.annotations = (*figure.layout.annotations, *annotations)


def rule_off(
    figure: Figure, line: Mapping[str, object], *, x: float | None = None, y: float | None = None, pair: str = ""
) -> None:
    """Draw a line across a figure at one place of one of its axes, as `figure.add_vline` and `add_hline` do.

    Parameters
    ----------
    figure : Figure
        Changed in place.
    line : mapping
        ``color``, ``width``, ``dash``.
    x, y : float
        Where, in the axis' units; one of both.
    pair : str
        Which pair of axes: empty for the first, "2" for ``x2`` and ``y2``.
    """
    across = {"x0": x, "x1": x, "xref": f"x{pair}", "y0": 0, "y1": 1, "yref": f"y{pair} domain"}
    along = {"y0": y, "y1": y, "yref": f"y{pair}", "x0": 0, "x1": 1, "xref": f"x{pair} domain"}
    shape = {"type": "line", "line": line, **(along if x is None else across)}
    figure.layout.shapes = (*figure.layout.shapes, shape)


def _layout(figure: Figure) -> Layout:
    layout: Layout = figure._layout  # what `to_dict` hands out; the objects of `figure.layout` read from it too
    return layout


def _merge(into: Layout, changes: Mapping[str, object]) -> None:
    for name, value in changes.items():
        if isinstance(value, Mapping):
            there = into.get(name)
            inner: Layout = there if isinstance(there, dict) else {}
            into[name] = inner
            _merge(inner, value)
        else:
            into[name] = value
