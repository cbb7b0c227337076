"""Errors that Tandem raises on purpose, each with words that help and an exit status."""

from __future__ import annotations

from collections.abc import Iterable


class TandemError(Exception):
    """The work failed for a reason that the message states in plain words.

    Attributes
    ----------
    exit_status : int
        What a command that ends with this error returns: 1, the work failed.
    """

    exit_status = 1


class InputError(TandemError):
    """The call, or what was handed in, is wrong; nothing was changed (exit status 2)."""

    exit_status = 2


class MissingColumnError(InputError):
    """A table lacks a column that it needs.

    Parameters
    ----------
    table : str
        The table's name, as in the contract.
    column : str
        The column that is needed.
    found : iterable of str
        The columns that the table has.
    """

    def __init__(self, *, table: str, column: str, found: Iterable[str]) -> None:
        self.table, self.column, self.found = table, column, tuple(found)
        listed = ", ".join(self.found) or "no columns at all"
        super().__init__(
            f'{table} has no column "{column}". It has: {listed}. '
            f"Rename one in the file, or map it with --rename {table}.YOUR_NAME={column}."
        )


class StoreBusyError(TandemError):
    """Another process is writing to the store."""


class StoreEmptyError(InputError):
    """The store has nothing of what was asked for yet; the message says what to run."""


class DamagedStoreError(TandemError):
    """The store is not what it should be; the message names what is wrong."""
