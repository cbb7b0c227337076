"""What the tests of a note found, with intervals, beside the strongest machine alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analytics.knowledge.notes import Note, Said
from analytics.vocabulary import Json
from pages.shared import session, table_view
from pages.shared.acts.doing import Attempt, do_and_rerun
from pages.shared.formats import moment, plain, plural, whole
from pages.shared.frame import Frame

METRICS = {
    "auc": "AUC (higher is better)",
    "average_precision": "Average precision (higher is better)",
    "log_loss": "Log loss (lower is better)",
    "brier": "Brier score (lower is better)",
    "calibration_error": "Calibration error (lower is better)",
    "error_in_scope": "Error among those it is about (lower is better)",
    "fairness_gap": "Gap between protected groups (lower is fairer)",
}


@st.dialog("Test the note", on_dismiss=session.close_dialog)
def test(page: Frame, note: Note) -> None:
    """Test a note once on customers whom nobody looked at."""
    st.markdown(
        "Tandem learns the outcome with and without this note, beside the strongest model that it finds without any "
        "help, and compares them on customers whom no screen of errors ever showed."
    )
    st.caption(
        "Each claim has one test on the outcomes that are there now, under an error budget for all tests together; it "
        "stands in the history. It takes up to a minute or two."
    )
    if st.button("Test it now", type="primary", key="note_test_do"):
        with st.spinner("Testing: fitting with and without the note", show_time=True):
            do_and_rerun(Attempt({"act": "test_note", "note": note.note_id}, f"Tested {note.note_id}", page.seen))


def found_by_tests(note: Note) -> None:
    """Show what the last test found, and name the ones before it."""
    if not note.tests:
        return
    last = note.tests[-1]
    with st.container(border=True, key="note_tested", gap="xsmall"):
        st.markdown(f"**What its test found** · {plain(str(last.details.get('verdict', '')))}")
        st.markdown(plain(str(last.details.get("why") or "")))
        _gains(last)
        _machine(last.details)
        _proxy(last.details)
        st.caption(f"Tested by {plain(last.author)}, {moment(last.said_at)}; {whole(len(note.tests))} in all.")


def _gains(test: Said) -> None:
    rows = _records(test.details.get("rows"))
    if rows.empty:
        return
    table = rows.assign(metric=rows["metric"].map(lambda name: METRICS.get(str(name), str(name))))
    table_view.show(
        table[[name for name in ("metric", "without", "with_note", "gain", "lower", "upper") if name in table]],
        columns={
            "metric": st.column_config.TextColumn("Measure", width="medium"),
            "without": st.column_config.NumberColumn("Machine alone", format="%.4f"),
            "with_note": st.column_config.NumberColumn("With the note", format="%.4f"),
            "gain": st.column_config.NumberColumn("Gain (positive is better)", format="%+.4f"),
            "lower": st.column_config.NumberColumn("From", format="%+.4f"),
            "upper": st.column_config.NumberColumn("To", format="%+.4f"),
        },
        alt="Each measure without the note and with it, on customers whom nobody looked at.",
    )


def _machine(details: Mapping[str, Json]) -> None:
    n_scope, n_confirm = details.get("n_scope"), details.get("n_scope_confirm")
    told = []
    if isinstance(n_scope, int):
        told.append(f"It is about {whole(n_scope)} customers")
        if isinstance(n_confirm, int):
            told[-1] += f", {whole(n_confirm)} of whom it was tested on"
    if details.get("machine_slice"):
        told.append(f"The best that the machine found of its own: {details['machine_slice']}")
    alone = details.get("found_alone_from")
    if details.get("supported") is True:
        told.append(
            f"The machine alone would have found it from about {whole(float(alone))} customers on"
            if isinstance(alone, int | float)
            else "However many customers like these there were, the machine alone would not have found it"
        )
    if told:
        st.caption(plain(". ".join(told) + "."))


def _proxy(details: Mapping[str, Json]) -> None:
    table = _records(details.get("proxy"))
    if table.empty:
        return
    with st.expander("How much it says about protected groups"):
        table_view.show(table, alt=f"How well the note tells each of {plural(len(table), 'protected group')}.")
        st.caption("0.5 says nothing, 1 everything. Above a limit somebody with that right has to sign.")


def _records(told: Json) -> pd.DataFrame:
    if isinstance(told, Sequence) and not isinstance(told, str):
        return pd.DataFrame([dict(row) for row in told if isinstance(row, Mapping)])
    return pd.DataFrame()
