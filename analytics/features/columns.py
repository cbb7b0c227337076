"""Features of a customer table: its columns as they are, typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from pandas.api.types import is_numeric_dtype

from analytics.features.catalog import catalog_table
from analytics.features.entry import Actor, Direction, Entry

MOST_LEVELS = 50
"""A category with more levels keeps the most frequent 49; the rest become one."""

REST = "(other)"

UNIQUE_SHARE = 0.9
"""Text of which more than this share of the values is unique names rows; it describes nothing."""

COLUMN_LEVER = "column"
"""The catalogue's lever of a column of which whoever loaded the table said that somebody can change it."""


@dataclass(frozen=True)
class ColumnLever:
    """What was said of a column: who changes it, which way, in which steps (or among which values)."""

    column: str
    actor: Actor
    direction: Direction
    step: str | None


_ID_NAME = re.compile(
    r"(^|_|\W)(id|num|number|nr|no|key|ref|index|uuid)$|(client|customer|account|user)(id|num|no|nr)$"
)
_KEY = "customer_id"


def column_features(attributes: pd.DataFrame, levers: Sequence[ColumnLever] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turn the columns of a customer table into features.

    Numbers become float64. Text becomes categories; with more than 50 levels the 49 most frequent stay (ties by name)
    and the rest become ``(other)``. Missing stays missing. Columns that :func:`left_out_columns` names are left out.

    Parameters
    ----------
    attributes : DataFrame
        ``customer_id`` and the columns that may be an input: numbers, or text.
    levers : sequence of ColumnLever
        Columns that somebody can change.

    Returns
    -------
    features : DataFrame
        Indexed by ``customer_id``, sorted by it; numeric and category columns in the order of `attributes`. A column
        called ``as_of`` becomes ``own_as_of``, since the features' table has one of its own.
    catalogue : DataFrame
        A row a feature, as of :func:`analytics.features.catalog.behaviour_catalog`; the group is ``column``.

    Examples
    --------
    >>> table = pd.DataFrame({"customer_id": ["b", "a"], "age": [30.0, 41.0], "city": ["Ulm", None]})
    >>> features, catalogue = column_features(table)
    >>> features["age"].tolist(), features["city"].isna().tolist()
    ([41.0, 30.0], [True, False])
    >>> catalogue["unit"].tolist()
    ['number', 'text']
    """
    table = attributes.set_index(_KEY).sort_index()
    left_out = set(left_out_columns(attributes)["column"])
    kept = {str(name): table[name] for name in table.columns if name not in left_out}
    features = pd.DataFrame({_own(name): _typed(values) for name, values in kept.items()}, index=table.index)
    said = {lever.column: lever for lever in levers}
    return features, catalog_table(_with_lever(_entry(name, values), said.get(name)) for name, values in kept.items())


def left_out_columns(attributes: pd.DataFrame) -> pd.DataFrame:
    """Name the columns of a customer table that make no feature, and why.

    Parameters
    ----------
    attributes : DataFrame
        As for :func:`column_features`.

    Returns
    -------
    DataFrame
        ``column`` and ``reason``, a row a column, in the order of `attributes`.

    Examples
    --------
    >>> left_out_columns(pd.DataFrame({"customer_id": ["a", "b"], "bank": ["ours", "ours"]}))["reason"].item()
    'It has the same value for everyone.'
    """
    found = [(str(name), _why_not(str(name), attributes[name])) for name in attributes.columns if name != _KEY]
    return pd.DataFrame([row for row in found if row[1]], columns=["column", "reason"])


def _why_not(name: str, values: pd.Series) -> str | None:
    """Say why a column makes no feature, if it does not."""
    n_values, n_different = int(values.count()), int(values.nunique())
    if n_values == 0:
        return "It is empty."
    if n_different == 1 and n_values == len(values):
        return "It has the same value for everyone."
    if is_numeric_dtype(values.dtype):
        return "It numbers the rows." if _numbers_rows(name, values) else None
    if n_different > MOST_LEVELS and n_different > UNIQUE_SHARE * n_values:
        return f"Nearly every value is different ({n_different:,} of {n_values:,}), so it names rows."
    return None


def _numbers_rows(name: str, values: pd.Series) -> bool:
    """Whether whole numbers, all different, run without a gap or are called an id."""
    if len(values) <= MOST_LEVELS or not values.is_unique or values.isna().any() or bool((values % 1 != 0).any()):
        return False
    has_no_gap = values.max() - values.min() + 1 == len(values)
    return bool(has_no_gap) or _ID_NAME.search(name.lower()) is not None


def _typed(values: pd.Series) -> pd.Series:
    """Make numbers float64, and text categories with few enough levels, sorted by name."""
    if is_numeric_dtype(values.dtype):
        return values.astype("float64")
    text = values.astype("str")
    counts = text.value_counts()
    if len(counts) > MOST_LEVELS:
        order = counts.rename_axis("level").reset_index(name="n").sort_values(["n", "level"], ascending=[False, True])
        text = text.where(text.isna() | text.isin(order["level"].head(MOST_LEVELS - 1)), REST)
    return text.astype(pd.CategoricalDtype(sorted(text.dropna().unique())))


def _own(name: str) -> str:
    return f"own_{name}" if name.lower() == "as_of" else name


def _with_lever(entry: Entry, lever: ColumnLever | None) -> Entry:
    if lever is None:
        return entry
    return replace(entry, actor=lever.actor, lever=COLUMN_LEVER, direction=lever.direction, step=lever.step)


def _entry(name: str, values: pd.Series) -> Entry:
    """Describe a column; who could change it nobody has said yet."""
    title = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").strip()
    title = title[:1].upper() + title[1:]
    if is_numeric_dtype(values.dtype):
        return Entry(_own(name), "column", "number", title, f'The column "{name}" of the customer table, a number.')
    n_levels = int(values.nunique())
    rest = f", of which {MOST_LEVELS - 1} are kept and the rest count as one" if n_levels > MOST_LEVELS else ""
    description = f'The column "{name}" of the customer table, a category with {n_levels} values{rest}.'
    return Entry(_own(name), "column", "text", title, description)
