"""Bringing data in: choose a source, look into it, map its columns, check, load and build in the background."""

from __future__ import annotations

from dataclasses import replace as changed
from pathlib import Path

import pandas as pd
import streamlit as st

from analytics.commands.load_and_build import Order
from analytics.errors import TandemError
from analytics.sources.preview import SourcePreview, TablePreview, preview
from analytics.store.snapshots import Snapshot
from analytics.vocabulary import SourceKind
from pages.shared import background, problems, session, table_view
from pages.shared.bring_levers import levers_chosen
from pages.shared.formats import plain, plural
from pages.shared.loaded import KINDS
from pages.shared.readers import facts

NONE = "–"
FROM_PATH, FROM_UPLOAD = "A folder or file on this machine", "Upload files"


def bring_in(snapshot: Snapshot | None) -> None:
    """Arrange the steps; nothing is changed before the last button."""
    path = chosen_path()
    if path is None:
        return
    try:
        seen = preview(path)
    except TandemError as reason:
        problems.failed(str(reason), safe="Nothing was changed.", do="See what a source looks like in docs/inputs.md.")
        return
    look(seen)
    order = table_order(seen) if seen.kind is SourceKind.TABLE else folder_order(seen)
    if order is not None:
        load_button(order, snapshot)


def chosen_path() -> Path | None:
    """Let the person name a path or upload files; gives where the source is."""
    way = st.segmented_control(
        "Where are the data?", (FROM_PATH, FROM_UPLOAD), default=FROM_PATH, required=True, key="bring_way"
    )
    if way == FROM_PATH:
        text = st.text_input(
            "Path of a bank's folder, the Berka folder, or a customer table (CSV or Parquet)",
            key="bring_path",
            placeholder="/data/our-bank",
        )
        return Path(text.strip()).expanduser() if text.strip() else None
    files = st.file_uploader(
        "One customer table, or the files of a bank (customers, accounts, transactions, …)",
        type=["csv", "gz", "parquet", "asc"],
        accept_multiple_files=True,
        key="bring_files",
    )
    if not files:
        return None
    seal = tuple((file.name, file.size, file.file_id) for file in files)
    known, path = session.kept("uploaded", lambda: ((), Path()))
    if known != seal:
        path = background.kept_uploads(session.store(), files)
        session.keep("uploaded", (seal, path))
    return path


def look(seen: SourcePreview) -> None:
    """Show what the source is taken for and its first rows."""
    st.markdown(
        f"**{plain(seen.path.name)}** is taken for {KINDS[seen.kind.value]}"
        f" with {plural(len(seen.tables), 'table')}. Nothing is loaded yet."
    )
    for table in seen.tables:
        if table.problem is not None:
            problems.failed(table.problem, safe="Nothing was changed.")
            continue
        title = f"{plain(table.table)} · {plural(len(table.columns), 'column')}"
        with st.expander(title, icon=":material/table_rows:"):
            rows = [row[: len(table.columns)] for row in table.rows]
            table_view.show(
                pd.DataFrame(rows, columns=_distinct(table.columns)),
                alt=f"The first {plural(len(rows), 'row')} of {table.table}.",
            )
    if seen.missing_tables:
        st.warning(f"Needed, and not there: {plain(', '.join(seen.missing_tables))}.", icon=":material/link_off:")
    if seen.absent_tables:
        st.caption(f"Not there, and not needed: {plain(', '.join(seen.absent_tables))}.")
    if seen.ignored:
        st.caption(f"Not used: {plain(', '.join(seen.ignored[:20]))}.")


def folder_order(seen: SourcePreview) -> Order | None:
    """Let the person map the columns of a folder; None while a needed one is missing."""
    if seen.missing_tables or any(table.problem is not None for table in seen.tables):
        return None
    renames: list[str] = []
    lacking = []
    for table in seen.tables:
        for column in table.missing:
            chosen = _mapped(table, column, needed=True)
            if chosen is None:
                lacking.append(f"{table.table}.{column}")
            else:
                renames.append(f"{table.table}.{chosen}={column}")
    if seen.kind is SourceKind.BANK and any(table.absent for table in seen.tables):
        with st.expander("Columns that would switch more on", icon=":material/add_link:"):
            for table in seen.tables:
                for column in table.absent:
                    chosen = _mapped(table, column, needed=False)
                    if chosen is not None:
                        renames.append(f"{table.table}.{chosen}={column}")
    if lacking:
        st.warning(f"Choose which column is meant for: {plain(', '.join(lacking))}.", icon=":material/link_off:")
        return None
    return Order(path=str(seen.path), kind=seen.kind.value, renames=tuple(renames))


def table_order(seen: SourcePreview) -> Order | None:
    """Let the person say what the columns of a customer table are; None while the label is not chosen."""
    table = seen.tables[0]
    if table.problem is not None:
        return None
    columns = tuple(name.strip() for name in table.columns)
    left, right = st.columns(2, gap="medium")
    with left:
        label = st.selectbox(
            "Which column says what happened to the customer?", (NONE, *columns), key="bring_label", help=_LABEL_HELP
        )
        id_column = st.selectbox("Which column is the customer's id?", (NONE, *columns), key="bring_id")
        outcome = st.text_input("What is it called?", value="churn", key="bring_outcome", max_chars=40).strip()
    with right:
        positive = st.selectbox(
            "Which value means that it happened?",
            (NONE, *_values(table, columns, label)),
            key="bring_positive",
            accept_new_options=True,
            help="Needed unless the values are 0 and 1, true and false, or yes and no. Type it where it is not listed.",
        )
        others = [name for name in columns if name not in (label, id_column)]
        protected = st.multiselect("Protected: no model may see", others, key="bring_protected")
        ignore = st.multiselect(
            "Shown only, not used", [name for name in others if name not in protected], key="bring_ignore"
        )
    if label == NONE or not outcome:
        st.caption("Choose the column that says what happened, such as whether the customer left.")
        return None
    levers = levers_chosen(table, [name for name in others if name not in (*protected, *ignore)])
    return Order(
        path=str(seen.path),
        kind=seen.kind.value,
        label=label,
        id_column=None if id_column == NONE else id_column,
        positive=None if positive == NONE else positive,
        outcome=outcome,
        protected=tuple(protected),
        ignore=tuple(ignore),
        levers=levers,
    )


def load_button(order: Order, snapshot: Snapshot | None) -> None:
    """Ask once before another bank is replaced, then start."""
    replace = False
    if snapshot is not None:
        name = facts.text_fact(snapshot, "source_name") or "what is loaded now"
        replace = st.checkbox(
            f"Replace {plain(name)} if this is a different bank. What people wrote stays in the ledger.",
            key="bring_replace",
        )
    if st.button("Check, load and build", type="primary", key="bring_load"):
        background.start_load(session.store(), changed(order, replace=replace))
        session.keep("started", "load")
        session.rerun()


def _mapped(table: TablePreview, column: str, *, needed: bool) -> str | None:
    free = (NONE, *(name.strip() for name in table.columns))
    alike = [name.strip() for name, meant in table.suggested.items() if meant == column]
    chosen = st.selectbox(
        f"{plain(table.table)}: which column is “{plain(column)}”{'' if needed else ' (optional)'}?",
        free,
        index=free.index(alike[0]) if alike and alike[0] in free else 0,
        key=f"bring_map_{table.table}_{column}",
    )
    return None if chosen == NONE else chosen


def _values(table: TablePreview, columns: tuple[str, ...], label: str) -> tuple[str, ...]:
    if label == NONE:
        return ()
    place = columns.index(label)
    return tuple(sorted({row[place].strip() for row in table.rows if place < len(row)} - {""}))


def _distinct(columns: tuple[str, ...]) -> list[str]:
    return [name if columns.count(name) == 1 else f"{name} ({place + 1})" for place, name in enumerate(columns)]


_LABEL_HELP = (
    "The outcome to learn: left or stayed, repaid or not. Rows where it is empty are scored, not learned from."
)
