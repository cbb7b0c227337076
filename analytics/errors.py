"""Errors that Tandem raises on purpose, each with words that help and an exit status."""

from __future__ import annotations

from collections.abc import Iterable

_MOST_COLUMNS_NAMED = 40


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
    closest : str, optional
        The one of them that looks most like it.
    """

    def __init__(self, *, table: str, column: str, found: Iterable[str], closest: str | None = None) -> None:
        self.table, self.column, self.found, self.closest = table, column, tuple(found), closest
        shown = self.found[:_MOST_COLUMNS_NAMED]
        listed = ", ".join(shown) or "no columns at all"
        if len(self.found) > len(shown):
            listed += f" and {len(self.found) - len(shown)} more"
        meant = f' Did you mean "{closest}"?' if closest else ""
        super().__init__(
            f'{table} has no column "{column}". It has: {listed}.{meant} '
            f"Rename one in the file, or map it with --rename {table}.{closest or 'YOUR_NAME'}={column}."
        )


class StoreBusyError(TandemError):
    """Another process is writing to the store."""


class StoreEmptyError(InputError):
    """The store has nothing of what was asked for yet; the message says what to run."""


class DamagedStoreError(TandemError):
    """The store is not what it should be; the message names what is wrong."""


class LedgerPausedError(TandemError):
    """Nothing can be saved just now, and nothing was; saving goes on by itself once the cause is gone."""
