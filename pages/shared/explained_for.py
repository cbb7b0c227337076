"""One customer's risk, explained for whom it is to be told: everybody, the analyst, the regulator."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.insights.explanation.document import Document, Section
from analytics.insights.explanation.readers import Reader, document_for
from analytics.insights.explanation.record import Explanation
from analytics.insights.explanation.written_out import as_html, as_markdown, as_text
from analytics.insights.outcome_words import outcome_words
from analytics.knowledge.rights import Export
from pages.shared import panels, table_view
from pages.shared.formats import plain, plural
from pages.shared.frame import Frame
from pages.shared.offered import Parcel, offer
from pages.shared.readers import explanation

_FORMS: tuple[tuple[str, str, str, Callable[[Document], str]], ...] = (
    ("Text", "txt", "text/plain", as_text),
    ("Markdown", "md", "text/markdown", as_markdown),
    ("Web page", "html", "text/html", as_html),
)


def show_explained_for(page: Frame, customer_id: str) -> None:
    """Offer the three texts of one record, with their files."""
    outcome = page.outcome
    words = {
        Reader.PLAIN: "The adviser" if outcome_words(outcome).is_for_adviser else "The customer",
        Reader.ANALYST: "An analyst",
        Reader.REGULATOR: "A regulator",
    }
    chosen = st.segmented_control("For whom?", list(Reader), format_func=words.__getitem__, key="explained_for")
    if chosen is None:
        st.caption("Choose who is to read it: the text and its files are then made.")
        return
    record = explanation.record(page.snapshot, customer_id, outcome)
    document = document_for(Reader(chosen), record)
    with st.container(border=True, key="explained"):
        st.markdown(f"**{plain(document.title)}**")
        for section in document.sections:
            _show(section)
    _files(document, record, Reader(chosen))
    panels.meaning(
        "All three texts are made of one record of this customer, and state the same risk, band, reasons and options.",
        not_this="A decision: a person who knows the customer reads the text before anybody else does.",
    )


def _show(section: Section) -> None:
    if section.heading:
        st.markdown(f"**{plain(section.heading)}**")
    for words in section.paragraphs:
        st.markdown(plain(words))
    if section.points:
        st.markdown("\n".join(f"- {plain(point)}" for point in section.points))
    if section.table is not None:
        rows = pd.DataFrame(section.table.rows, columns=list(section.table.columns))
        table_view.show(rows, alt=f"{section.heading}: {plural(len(rows), 'row')}.", height="auto")
    for words in section.after:
        st.markdown(plain(words))


def _files(document: Document, record: Explanation, reader: Reader) -> None:
    stem = panels.file_named(record.outcome, record.customer_id, str(reader), str(record.as_of)).removesuffix(".csv")
    with st.container(horizontal=True):
        for words, ending, mime, write in _FORMS:
            parcel = Parcel(Export.EXPLANATION, f"explanation for {reader}", f"{stem}.{ending}", mime)
            offer(words, parcel, _written(document, write), key=f"explained_{ending}")


def _written(document: Document, write: Callable[[Document], str]) -> Callable[[], bytes]:
    return lambda: write(document).encode("utf-8")
