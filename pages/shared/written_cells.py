"""A table with the text of every cell beside its value, as Streamlit takes it, without writing HTML first.

Streamlit takes texts from a pandas Styler: it lets pandas write an HTML table, reads every cell's text back out of it
and puts one after the other into a copy of the table. That was a third of the time of a screen with a list. Here the
texts are a table of their own from the start, and the Styler only carries them. A test compares both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from pages.shared.formats import MISSING

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

Writers = Mapping[str, Callable[[object], str]]
NO_STYLES: dict[str, list[object]] = {"body": []}
"""What Streamlit reads of the HTML: no text, and no style of any cell."""


class _Written(pd.DataFrame):
    """A table that hands out the texts it was given where Streamlit asks for its cells as text."""

    texts: pd.DataFrame

    def astype(self, dtype: Any, *args: Any, **kwargs: Any) -> pd.DataFrame:  # type: ignore[misc, override]
        return self.texts if dtype is str else super().astype(dtype, *args, **kwargs)


def written(table: pd.DataFrame, writers: Writers) -> Styler:
    """Give a table whose cells show texts.

    Parameters
    ----------
    table : DataFrame
        The values, by which the browser sorts; rows numbered from 0.
    writers : mapping
        From a column's name to what writes its values. Cells of other columns show their value; a dash stands for none.

    Returns
    -------
    Styler
        For `st.dataframe`.
    """
    texts = {str(name): _texts(table[name], writers.get(str(name), str)) for name in table.columns}
    carried = _Written(table)
    # Past pandas, which would take a table that is set as an attribute for a column.
    carried.__dict__["texts"] = pd.DataFrame(texts, index=table.index, dtype="str")
    # With a name of its own each time, the same table would be sent and drawn again in every run.
    styler = carried.style.set_uuid("cells")
    # Else pandas writes the HTML of every cell, for nobody.
    styler.__dict__["_translate"] = lambda *_: NO_STYLES
    return styler


def _texts(values: pd.Series[Any], write: Callable[[object], str]) -> list[str]:
    return [
        MISSING if is_none else write(value)
        for value, is_none in zip(values.tolist(), values.isna().tolist(), strict=True)
    ]
