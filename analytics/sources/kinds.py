"""Telling a bank folder, a customer table and the Berka bank apart."""

from __future__ import annotations

from pathlib import Path

from analytics.errors import InputError
from analytics.vocabulary import SourceKind

_MOST_NAMES = 12


def source_kind(path: Path, asked: SourceKind | None = None) -> SourceKind:
    """The kind of a source.

    Parameters
    ----------
    path : Path
        A file or a folder.
    asked : SourceKind, optional
        The kind that the caller names; it is only checked against the path's form.

    Returns
    -------
    SourceKind
        A file is a `table`; a folder with ``trans.*`` and ``disp.*`` is `berka`; with ``customers.*``
        and ``transactions.*`` a `bank`.

    Raises
    ------
    InputError
        If there is nothing at the path, or nothing that is one of these.
    """
    if not path.exists():
        raise InputError(f"There is no file or folder {path}.")
    if asked is SourceKind.TABLE and path.is_dir():
        raise InputError(f"{path} is a folder; a customer table is one CSV or Parquet file. Name the file itself.")
    if asked in (SourceKind.BANK, SourceKind.BERKA) and not path.is_dir():
        raise InputError(f"{path} is a file; a source of kind {asked} is a folder. Name the folder.")
    return asked or (_kind_of_folder(path) if path.is_dir() else SourceKind.TABLE)


def _kind_of_folder(folder: Path) -> SourceKind:
    try:
        names = sorted(entry.name + ("/" if entry.is_dir() else "") for entry in folder.iterdir())
    except OSError as error:
        raise InputError(f"The folder {folder} can't be read: {error.strerror}.") from error
    stems = {name.rstrip("/").lower().partition(".")[0] for name in names}
    if {"trans", "disp"} <= stems:
        return SourceKind.BERKA
    if {"customers", "transactions"} <= stems:
        return SourceKind.BANK
    shown = ", ".join(names[:_MOST_NAMES]) + (f" and {len(names) - _MOST_NAMES} more" if names[_MOST_NAMES:] else "")
    raise InputError(
        f"{folder} is neither a bank folder (customers.* and transactions.*) nor the Berka bank (trans.* and "
        f"disp.*). It holds: {shown or 'nothing'}. For a customer table, name its file instead of the folder."
    )
