"""Who stays how long, by the segment that fitted customers on the first day: a part of Risk over time."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.charts.survival import survival, survival_alt
from analytics.insights.survival import at_days, survival_words
from pages.shared import controls, figures, horizon_tables, panels, problems, table_view
from pages.shared.formats import day, plain, plural
from pages.shared.frame import Frame
from pages.shared.readers import facts, horizons
from pages.shared.readers import survival as reader

DAYS = (0, 90, 180, 270, 365)
OWN_DAYS = 90


def stays_how_long(page: Frame) -> None:
    """Draw survival curves of a level's segments, or say why there are none."""
    first = reader.started_on(page.snapshot)
    if first is None:
        _nothing(page)
        return
    asked = reader.known_then(page.selection)
    everyone, kept = reader.everyone(page.snapshot), reader.selected(page.snapshot, asked)
    n = 0 if kept.empty else int(kept["n_at_risk"].iloc[0])
    _filters_of_today(page)
    if n < reader.FEWEST:
        problems.too_few(n, reader.FEWEST, "a curve")
        return
    curves = reader.curves(page.snapshot, asked, controls.level(2))
    figures.show(
        survival(curves, everyone, ink=figures.ink()),
        alt=survival_alt(curves, everyone),
        key="survival",
    )
    for sentence in survival_words({curve.label: curve.table for curve in curves}, everyone=kept):
        st.markdown(plain(sentence))
    _at_risk(curves, everyone)
    panels.meaning(
        f"Of customers who were here on {plain(day(first))}, the share still here so many days later, by today's"
        " segment that fitted them on that day, so that nobody's is known from what came later. Bands are 90%"
        " intervals. Silence counts as leaving on its 90th day: hence the step there. Diamonds are what the model"
        " foretells for those who are in the segment today.",
        not_this="That a segment makes anybody stay. The curves are of the past, the diamonds of what is to come, for"
        " other customers: they need not agree.",
    )
    rows = [everyone.assign(who="All customers"), *(curve.table.assign(who=curve.label) for curve in curves)]
    table = pd.concat(rows, ignore_index=True)[list(horizon_tables.CURVES)]
    panels.numbers_behind(table, name="who-stays-how-long", page=page, columns=horizon_tables.CURVES)


def _at_risk(curves: tuple[reader.Curve, ...], everyone: pd.DataFrame) -> None:
    """Write under the chart how many are still here and seen on some days."""
    rows = [("All customers", everyone), *((curve.label, curve.table) for curve in curves)]
    told = [
        {"who": who, **{f"{at:.0f}": n for at, n in zip(read["day"], read["n_at_risk"], strict=True)}}
        for who, read in ((who, at_days(curve, DAYS)) for who, curve in rows)
    ]
    table = pd.DataFrame(told)
    alt = f"How many customers are at risk on some days, for {plural(len(table), 'curve')}."
    table_view.show(table, columns=horizon_tables.AT_RISK, alt=alt)
    if len(curves) == reader.MOST_CURVES:
        st.caption(f"The {reader.MOST_CURVES} largest segments with at least {reader.FEWEST} customers then.")
    elif curves:
        st.caption(f"Segments with at least {reader.FEWEST} customers then.")


def _filters_of_today(page: Frame) -> None:
    others = [name for name in page.selection.filters() if name not in reader.KNOWN_THEN]
    if others:
        st.caption(
            f":material/filter_alt_off: Not by {plain(', '.join(others))}: who has left since can't have what is a fact"
            " of today. Curves follow the filters segment and region only."
        )


def _nothing(page: Frame) -> None:
    if facts.text_fact(page.snapshot, "source_kind") == "table":
        problems.nothing_to_show("A customer table does not say when anybody left, so nobody can be followed.")
    elif "leaving_times" not in page.snapshot.tables():
        problems.nothing_to_show(
            "Who stays how long is not worked out yet.", try_this="Build again on Data, or wait for a build to end."
        )
    else:
        why = horizons.why_not(page.snapshot).get(OWN_DAYS)
        problems.nothing_to_show(why or "No day lies far enough back on which it is known who was in which segment.")
