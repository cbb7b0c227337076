"""What the store was loaded from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath

from analytics.errors import InputError, StoreEmptyError
from analytics.store.connection import Warehouse
from analytics.vocabulary import Json, SourceKind

MOST_DAYS_AHEAD = 31
"""The as-of day may lie so far after the last day of the data: a month's end, a late delivery."""

_DAYS = """
    SELECT min(day) AS first_day, max(day) AS last_day FROM (
        SELECT min(booked_at)::DATE AS day FROM source.transactions UNION ALL
        SELECT max(booked_at)::DATE FROM source.transactions UNION ALL
        SELECT min(occurred_at)::DATE FROM source.events UNION ALL
        SELECT max(occurred_at)::DATE FROM source.events UNION ALL
        SELECT min(opened_on) FROM source.customers UNION ALL
        SELECT max(as_of) FROM source.outcomes UNION ALL
        SELECT as_of_default FROM meta.source
    )"""
_UNDATED_DAYS = "SELECT as_of_default AS first_day, as_of_default AS last_day FROM meta.source"


@dataclass(frozen=True)
class LoadedSource:
    """The one source of a store.

    Attributes
    ----------
    kind : SourceKind
        In which form it came.
    path : str
        Where from.
    fingerprint : str
        Of its content and of how it was asked to be read.
    loaded_at : str
        When, UTC, ISO 8601.
    currency : str
        The reporting currency.
    protected : tuple of str
        Columns that no model and no segmentation may use.
    default_outcome : str or None
        The outcome that screens show first.
    as_of_default : date
        The day at which customers are described unless another is asked for.
    options : mapping of str to Json
        What the call of ``ingest`` asked for.
    """

    kind: SourceKind
    path: str
    fingerprint: str
    loaded_at: str
    currency: str
    protected: tuple[str, ...]
    default_outcome: str | None
    as_of_default: date
    options: Mapping[str, Json]

    @property
    def name(self) -> str:
        """Its file's or folder's name."""
        return PurePath(self.path).name or self.path


def loaded_source(warehouse: Warehouse) -> LoadedSource:
    """Read what the store was loaded from.

    Parameters
    ----------
    warehouse : Warehouse
        Open for reading or writing.

    Returns
    -------
    LoadedSource
        The source.

    Raises
    ------
    StoreEmptyError
        If nothing was loaded yet.
    """
    cursor = warehouse.cursor()
    found = cursor.execute(
        "SELECT kind, path, fingerprint, loaded_at, currency, protected, default_outcome, as_of_default, options "
        "FROM meta.source"
    ).fetchall()
    cursor.close()
    if not found:
        raise StoreEmptyError("Nothing has been loaded into this store yet: run ingest PATH first.")
    kind, path, fingerprint, loaded_at, currency, protected, default_outcome, as_of_default, options = found[0]
    return LoadedSource(
        SourceKind(kind),
        str(path),
        str(fingerprint),
        loaded_at.isoformat(timespec="seconds"),
        str(currency),
        tuple(protected),
        default_outcome,
        as_of_default,
        json.loads(options),
    )


def checked_as_of(warehouse: Warehouse, asked: date | None) -> date:
    """Choose the day at which customers are described.

    Parameters
    ----------
    warehouse : Warehouse
        Open for reading or writing.
    asked : date or None
        The day that was asked for; the source's default if none.

    Returns
    -------
    date
        The day; its end is included.

    Raises
    ------
    InputError
        If the data begin later, or end more than `MOST_DAYS_AHEAD` days before it.
    """
    source = loaded_source(warehouse)
    if asked is None:
        return source.as_of_default
    row = warehouse.frame(_UNDATED_DAYS if source.kind is SourceKind.TABLE else _DAYS).iloc[0]
    first, last = row["first_day"].date(), row["last_day"].date()
    if asked < first:
        raise InputError(f"--as-of {asked} is before the first day of the data, {first}.")
    if asked > last + timedelta(days=MOST_DAYS_AHEAD):
        raise InputError(f"--as-of {asked} is more than {MOST_DAYS_AHEAD} days after the last day of the data, {last}.")
    return asked
