"""Where a store's ledger is: a file in its folder, or the PostgreSQL that ``TANDEM_LEDGER_URL`` names."""

from __future__ import annotations

import os
from pathlib import Path

FILE = "ledger.sqlite"
URL_VARIABLE = "TANDEM_LEDGER_URL"


def is_shared() -> bool:
    """Say whether the ledger is in a database that several machines share.

    Returns
    -------
    bool
        True if ``TANDEM_LEDGER_URL`` names one.
    """
    return bool(os.environ.get(URL_VARIABLE))


def is_there(store: Path) -> bool:
    """Say whether anybody can have written to a store's ledger yet.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    bool
        True for a ledger in PostgreSQL; else whether the store has the file.
    """
    return is_shared() or (store / FILE).is_file()


def place_name(store: Path) -> str:
    """Name the place of a store's ledger.

    Parameters
    ----------
    store : Path
        The store's folder.

    Returns
    -------
    str
        The same for all who write to the same ledger.
    """
    return os.environ.get(URL_VARIABLE) or str(store.resolve())


def make_file(store: Path) -> None:
    """Make the file of a ledger, readable by its owner only, where there is none.

    Parameters
    ----------
    store : Path
        The store's folder.
    """
    try:
        # New by O_EXCL: opening and closing a database that is in use would drop this process's locks on it.
        os.close(os.open(store / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
