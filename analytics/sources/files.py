"""Which files of a folder are which table."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import InputError

PARQUET = ".parquet"
TEXT_ENDINGS = (".csv", ".csv.gz")
BANK_ENDINGS = (PARQUET, *TEXT_ENDINGS)
BERKA_ENDINGS = (".asc", ".csv", ".asc.gz", ".csv.gz")


@dataclass(frozen=True)
class SourceFile:
    """A file that holds a table or a part of one.

    Attributes
    ----------
    table : str
        The table's name.
    path : Path
        Where it is.
    label : str
        Its path within the source, as messages name it.
    """

    table: str
    path: Path
    label: str

    @property
    def is_parquet(self) -> bool:
        """Whether it is Parquet; otherwise it is delimited text.

        Returns
        -------
        bool
            By its ending.
        """
        return self.path.name.lower().endswith(PARQUET)

    @property
    def is_packed(self) -> bool:
        """Whether it is gzipped.

        Returns
        -------
        bool
            By its ending.
        """
        return self.path.name.lower().endswith(".gz")


@dataclass(frozen=True)
class FoundFiles:
    """What a folder holds.

    Attributes
    ----------
    tables : mapping of str to tuple of SourceFile
        A table's parts, sorted by name.
    ignored : tuple of str
        Files and folders that belong to no table; folders end in a slash.
    """

    tables: Mapping[str, tuple[SourceFile, ...]]
    ignored: tuple[str, ...]


def find_files(folder: Path, names: Collection[str], endings: tuple[str, ...]) -> FoundFiles:
    """Find each table's file, or its folder of parts.

    Parameters
    ----------
    folder : Path
        The source's folder.
    names : collection of str
        The tables' names.
    endings : tuple of str
        Endings that a table's file may have.

    Returns
    -------
    FoundFiles
        What was found, and what belongs to no table.

    Raises
    ------
    InputError
        If a table is there twice, or the folder can't be read.
    """
    tables: dict[str, tuple[SourceFile, ...]] = {}
    origin: dict[str, str] = {}
    ignored: list[str] = []
    for entry in _entries(folder):
        shown = f"{entry.name}/" if entry.is_dir() else entry.name
        table = _table_of(entry, names, endings)
        if table is None:
            ignored.append(shown)
            continue
        if table in tables:
            raise InputError(
                f"{folder} holds the table {table} twice: {origin[table]} and {shown}. Remove one of them."
            )
        origin[table] = shown
        tables[table], skipped = _parts(folder, entry, table, endings)
        ignored.extend(skipped)
    return FoundFiles({name: tables[name] for name in names if name in tables}, tuple(ignored))


def content_digest(file: SourceFile) -> str:
    """The SHA-256 of a file's bytes.

    Parameters
    ----------
    file : SourceFile
        The file.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    InputError
        If it can't be read.
    """
    try:
        with file.path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{file.label} can't be read: {error.strerror}.") from error


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"The folder {folder} can't be read: {error.strerror}.") from error


def _table_of(entry: Path, names: Collection[str], endings: tuple[str, ...]) -> str | None:
    name = entry.name.lower()
    if entry.is_dir():
        return name if name in names else None
    for ending in sorted(endings, key=len, reverse=True):
        if name.endswith(ending) and name.removesuffix(ending) in names:
            return name.removesuffix(ending)
    return None


def _parts(folder: Path, entry: Path, table: str, endings: tuple[str, ...]) -> tuple[tuple[SourceFile, ...], list[str]]:
    if not entry.is_dir():
        return (SourceFile(table, entry, entry.name),), []
    parts, skipped = [], []
    for path in sorted(entry.rglob("*")):
        if path.is_dir():
            continue
        label = path.relative_to(folder).as_posix()
        # Writers of parts leave markers such as _SUCCESS and hidden checksums beside them.
        if path.name.startswith((".", "_")) or not path.name.lower().endswith(endings):
            skipped.append(label)
        else:
            parts.append(SourceFile(table, path, label))
    if not parts:
        raise InputError(f"The folder {entry} holds no file that ends in {', '.join(endings)}. Add one, or remove it.")
    return tuple(parts), skipped
