"""Telling a full disk from a fault of the data, where DuckDB was to write."""

from __future__ import annotations

import duckdb

_SAID = "Could not write file"


def unwritten(error: duckdb.Error) -> OSError | None:
    """Say what the system said, if an error is about writing and not about what was written.

    Parameters
    ----------
    error : duckdb.Error
        What a statement, or a commit, ended with.

    Returns
    -------
    OSError or None
        To be raised in its place, for instance "No space left on device"; None for any other error.
    """
    kinds = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
    if isinstance(error, kinds) and _SAID in str(error):
        return OSError(str(error).partition(_SAID)[2].rpartition(": ")[2].strip())
    return None
