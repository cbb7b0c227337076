"""A list as a Parquet file: exact numbers, and nothing that a spreadsheet could run."""

from __future__ import annotations

import io

import pandas as pd
import streamlit as st

from pages.shared.frame import Frame
from pages.shared.panels import file_name


def parquet_button(table: pd.DataFrame, *, name: str, page: Frame, label: str = "Export Parquet") -> None:
    """Offer a table as a Parquet file."""
    st.download_button(
        label,
        data=lambda: parquet_bytes(table),
        file_name=file_name(name, page).removesuffix(".csv") + ".parquet",
        mime="application/vnd.apache.parquet",
        key=f"parquet_{name}",
        icon=":material/download:",
        on_click="ignore",
    )


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as Parquet."""
    written = io.BytesIO()
    table.to_parquet(written, index=False)
    return written.getvalue()
