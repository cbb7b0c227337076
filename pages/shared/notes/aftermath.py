"""What became of notes: whether adopted ones still hold, how forecasts came out, and each person's record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.insights.columns import floats, texts
from analytics.knowledge.notes import Note
from pages.shared import panels, table_view
from pages.shared.formats import day, number, percent, plain, whole
from pages.shared.frame import Frame
from pages.shared.notes.shown import about_author
from pages.shared.people_words import written
from pages.shared.readers import notes as reader
from pages.shared.tables import SHARE

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

_FORECASTS: dict[str, ColumnConfig | str | None] = {
    "claim": st.column_config.TextColumn("Forecast", width="large"),
    "author": "By",
    "probability": st.column_config.NumberColumn("They said", format=SHARE),
    "came_true": "Came true",
    "share": st.column_config.NumberColumn("Had the outcome", format=SHARE),
    "share_of_others": st.column_config.NumberColumn("Of all others", format=SHARE),
    "brier": st.column_config.NumberColumn("Brier score", format="%.3f"),
}
_RECORDS: dict[str, ColumnConfig | str | None] = {
    "author": "Person",
    "n_forecasts": st.column_config.NumberColumn("Forecasts", format="localized"),
    "n_came_true": st.column_config.NumberColumn("Came true", format="localized"),
    "brier": st.column_config.NumberColumn("Brier score", format="%.3f"),
    "base_rate_brier": st.column_config.NumberColumn("Always saying the base rate", format="%.3f"),
}


def how_it_holds(page: Frame, note: Note) -> None:
    """Say what the last build measured of an adopted note."""
    table = reader.watched(page.snapshot)
    here = table[table["note_id"] == note.note_id]
    if here.empty:
        return
    with st.container(border=True, key="note_watched", gap="xsmall"):
        is_kept = texts(here, "proposal")[0] == "keep"
        st.markdown("**Watched since it was adopted**" + ("" if is_kept else " · :orange[withdrawing it is proposed]"))
        st.markdown(plain(texts(here, "why")[0]))
        effect, lower, upper, n = (floats(here, name)[0] for name in ("effect", "lower", "upper", "n_scope"))
        if effect == effect:
            st.caption(
                f"In the last build it moved the log-odds by {number(effect)} (90% interval {number(lower)} to "
                f"{number(upper)}) beside a machine without any note; it is about {whole(n)} customers."
            )


def how_it_came_out(page: Frame, note: Note) -> None:
    """Say how a forecast came out; that it has not ripened where it hasn't."""
    if not note.is_forecast:
        return
    table = reader.forecasts(page.snapshot)
    here = table[table["note_id"] == note.note_id]
    if here.empty:
        ripens = f" It ripens on {day(note.ripens_on)}." if note.ripens_on else ""
        st.caption(f"**Forecast:** not scored yet.{ripens} Only outcomes that were unknown when it was written count.")
        return
    share, others, brier = (floats(here, name)[0] for name in ("share", "share_of_others", "brier"))
    came = "It came true" if floats(here, "came_true")[0] else "It did not come true"
    n = whole(floats(here, "n_customers")[0])
    st.markdown(
        f"**{came}:** {plain(percent(share))} of the {n} whom it is about had the outcome, and "
        f"{plain(percent(others))} of all others. Brier score {number(brier, 3)} (0 is perfect, 0.25 a coin)."
    )


def forecasts_panel(page: Frame, seen: Iterable[Note]) -> None:
    """List how forecasts came out, and each person's record; nothing where nobody made one."""
    made = {note.note_id: note for note in seen if note.is_forecast}
    if not made:
        return
    with st.container(border=True, key="forecasts"):
        st.subheader("Forecasts", anchor=False)
        _waiting(page, made)
        table = reader.forecasts(page.snapshot)
        shown = table[table["note_id"].isin(list(made))]
        if shown.empty:
            st.caption("None has ripened yet: the outcomes that they are about are not known.")
            return
        came = shown["came_true"].map({1: "yes", 0: "no"})
        claims = [written(made[each].body) for each in texts(shown, "note_id")]
        _table(shown.assign(claim=claims, came_true=came), _FORECASTS, alt=f"{len(shown)} forecasts and what came.")
        _records(page)


def _waiting(page: Frame, made: dict[str, Note]) -> None:
    scored = set(reader.forecasts(page.snapshot)["note_id"])
    for note in (each for each in made.values() if each.note_id not in scored):
        st.caption(f"Waiting: “{plain(written(note.body))}”, {plain(about_author(note))}.")


def _records(page: Frame) -> None:
    records = reader.forecast_records(page.snapshot)
    _table(records, _RECORDS, alt="Each person's record.")
    rates = records["base_rate"].dropna()
    beside = (
        f"the base rate is the {plain(percent(float(rates.iloc[0])))} of all forecasts here that came true"
        if len(rates)
        else "while fewer than five forecasts have ripened there is no base rate to compare with"
    )
    panels.meaning(
        "The Brier score is the mean squared distance between what a person said and what came: 0 is perfect, 0.25 is "
        f"always saying a half; {beside}.",
        not_this="A few forecasts tell little about a person, and none says why it came so.",
    )


def _table(table: pd.DataFrame, columns: Mapping[str, ColumnConfig | str | None], *, alt: str) -> None:
    table_view.show(table[list(columns)], columns=columns, alt=alt)
