"""The texts of a table's cells as they go to the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


def texts_of_styler(styler: Styler) -> pd.DataFrame:
    """What Streamlit takes from a Styler; no style comes with it."""
    proto = ArrowData()
    marshall_styler(proto, styler, "anything")
    assert proto.styler.styles == ""
    return texts_of(proto)


def texts_of(proto: ArrowData) -> pd.DataFrame:
    """What stands in a message to the browser."""
    return pd.DataFrame(pa.ipc.open_stream(proto.styler.display_values).read_all().to_pandas())
