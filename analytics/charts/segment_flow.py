"""Who moved from which segment to which, between two segmentations."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from plotly.graph_objects import Figure, Sankey

from analytics.charts.drawn_once import drawn_once
from analytics.charts.theme import Ink, dressed, literal, shortened
from analytics.insights.columns import floats
from analytics.insights.wording import customers, percent

NEW, GONE = "New to the bank", "No longer described"
_LONGEST_NAME = 34
_ROW_PIXELS = 34
_FAINT = 0.35


@drawn_once
def segment_flow(table: pd.DataFrame, *, ink: Ink, colours: Mapping[str, str]) -> Figure:
    """Draw a band for each pair of segments, as wide as it has customers.

    Parameters
    ----------
    table : DataFrame
        One level of ``segment_flow``: ``from_key``, ``from_name``, ``to_key``, ``to_name`` (missing where there is no
        such segment), ``n_customers``, ``share_of_from``, ``share_of_to`` (0–1).
    ink : Ink
        The colours of the theme in force.
    colours : mapping of str to str
        A segment's colour by its key, the same on every screen; a segment that is no more has the colour of what a
        figure compares with.
    """
    before, after = _side(table, "from", NEW), _side(table, "to", GONE)
    names = [*before.values(), *after.values()]
    nodes = [*before, *after]
    figure = Figure(
        Sankey(
            arrangement="snap",
            textfont={"color": ink.text, "size": 12},
            node={
                "label": [literal(shortened(name, longest=_LONGEST_NAME)) for name in names],
                "color": [colours.get(key, ink.other) for key in nodes],
                "customdata": [literal(name) for name in names],
                "hovertemplate": "%{customdata}<br>%{value:,} customers<extra></extra>",
                "line": {"width": 0},
                "pad": 12,
                "thickness": 16,
            },
            link={
                "source": [list(before).index(_key(key)) for key in table["from_key"]],
                "target": [len(before) + list(after).index(_key(key)) for key in table["to_key"]],
                "value": floats(table, "n_customers"),
                "color": [_faint(colours.get(_key(key), ink.other)) for key in table["from_key"]],
                "customdata": [literal(words) for words in _words(table)],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        )
    )
    return dressed(figure, ink, height=max(260, 80 + _ROW_PIXELS * max(len(before), len(after))))


def segment_flow_alt(table: pd.DataFrame) -> str:
    """Return how many stayed, and the largest move, in a sentence or two."""
    if table.empty:
        return "There was no segmentation before this one."
    both = table[table["from_key"].notna() & table["to_key"].notna()]
    stayed = both[both["from_key"] == both["to_key"]]
    moved = both[both["from_key"] != both["to_key"]].sort_values("n_customers", ascending=False)
    n_both = int(both["n_customers"].sum())
    share = percent(float(stayed["n_customers"].sum()) / n_both) if n_both else "None"
    text = f"{share} of the customers who are in both stayed in their segment."
    if moved.empty:
        return f"{text} Nobody moved."
    largest = moved.iloc[0]
    who = customers(float(largest["n_customers"]))
    return f"{text} The largest move: {who} from {largest['from_name']} to {largest['to_name']}."


def _key(value: object) -> str:
    return value if isinstance(value, str) else ""


def _side(table: pd.DataFrame, side: str, nobody: str) -> dict[str, str]:
    """Names by key, those with the most customers first; the empty key is for those who are in none."""
    sizes = table.assign(key=[_key(key) for key in table[f"{side}_key"]]).groupby("key")["n_customers"].sum()
    named = {_key(key): str(name) for key, name in zip(table[f"{side}_key"], table[f"{side}_name"], strict=True)}
    order = sorted(sizes.index, key=lambda key: (key == "", -int(sizes[key]), key))
    return {key: named[key] if key else nobody for key in order}


def _words(table: pd.DataFrame) -> list[str]:
    words = []
    for then, now, n, of_then, of_now in zip(
        table["from_name"],
        table["to_name"],
        table["n_customers"],
        table["share_of_from"],
        table["share_of_to"],
        strict=True,
    ):
        parts = [percent(float(of_then)) + " of them"] if of_then == of_then else []
        parts += [percent(float(of_now)) + " of those there now"] if of_now == of_now else []
        shares = f" ({', '.join(parts)})" if parts else ""
        words.append(f"{customers(float(n))}{shares}: from {_key(then) or NEW} to {_key(now) or GONE}")
    return words


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_FAINT})"
