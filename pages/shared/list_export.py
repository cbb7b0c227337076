"""A long list as a file, made only when it is asked for: CSV that a spreadsheet cannot run, Excel, Parquet."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import streamlit as st

from analytics.knowledge.rights import Export
from analytics.reports.workbook import table_as_workbook
from analytics.store.export import csv_text
from pages.shared.frame import Frame
from pages.shared.offered import Parcel, offer
from pages.shared.panels import file_name

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"


def export_buttons(
    make: Callable[[], pd.DataFrame], *, name: str, page: Frame, file: str | None = None, n_rows: int | None = None
) -> None:
    """Offer a list of customers, three ways.

    Parameters
    ----------
    make : callable
        Makes the table, once a button is pressed.
    name : str
        What the file is called, before the filter and the date.
    page : Frame
        For the file's name.
    file : str, optional
        The file's name, ending in ``.csv``, where it isn't about who is selected.
    n_rows : int, optional
        Customers in it, for the ledger.
    """
    stem = (file or file_name(name, page)).removesuffix(".csv")
    with st.container(horizontal=True):
        for words, ending, mime, write in (
            ("Export CSV", "csv", "text/csv", csv_bytes),
            ("Export Excel", "xlsx", EXCEL, excel_bytes),
            ("Export Parquet", "parquet", PARQUET, parquet_bytes),
        ):
            parcel = Parcel(Export.CUSTOMERS, name, f"{stem}.{ending}", mime, n_rows)
            offer(words, parcel, _written(make, write), key=f"{name}_{ending}")


def table_buttons(table: pd.DataFrame, *, name: str, page: Frame) -> None:
    """Offer a table of groups as Excel and Parquet; as CSV it stands in its fold already."""
    stem = file_name(name, page).removesuffix(".csv")
    with st.container(horizontal=True):
        for words, ending, mime, write in (
            ("Export Excel", "xlsx", EXCEL, excel_bytes),
            ("Export Parquet", "parquet", PARQUET, parquet_bytes),
        ):
            parcel = Parcel(Export.TABLE, name, f"{stem}.{ending}", mime, len(table))
            offer(words, parcel, _written(lambda: table, write), key=f"{name}_{ending}")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV in which a spreadsheet finds nothing to run."""
    return csv_text(pa.Table.from_pandas(table, preserve_index=False)).encode("utf-8")


def excel_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as an Excel workbook: numbers as numbers, and nothing that would run as a formula."""
    return table_as_workbook(table, name="List")


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as Parquet: exact numbers, and nothing that a spreadsheet could run."""
    written = io.BytesIO()
    table.to_parquet(written, index=False)
    return written.getvalue()


def _written(make: Callable[[], pd.DataFrame], write: Callable[[pd.DataFrame], bytes]) -> Callable[[], bytes]:
    return lambda: write(make())
