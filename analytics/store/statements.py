"""The SQL files of the house, by folder and name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from analytics.errors import InputError

_NAME = re.compile(r"[a-z0-9_]+")
_INCLUDE = re.compile(r"^-- include ([a-z0-9_]+)$", re.MULTILINE)


@cache
def statement(folder: str, name: str) -> str:
    """Read one SQL file of the store, with the parts that it shares with others.

    A line ``-- include NAME`` stands for the file ``parts/NAME.sql`` of the folder.

    Parameters
    ----------
    folder : str
        ``transforms`` or ``queries``.
    name : str
        The file's name without its ending.

    Returns
    -------
    str
        The statement, to be run with values for its ``$parameters`` only.

    Raises
    ------
    InputError
        If there is no such file.

    Examples
    --------
    >>> statement("queries", "no_such_query")
    Traceback (most recent call last):
    analytics.errors.InputError: There is no statement no_such_query in analytics/store/queries.
    """
    path = Path(__file__).parent / folder / f"{name}.sql"
    if not _NAME.fullmatch(folder) or not _NAME.fullmatch(name) or not path.is_file():
        raise InputError(f"There is no statement {name} in analytics/store/{folder}.")
    return _INCLUDE.sub(
        lambda found: (path.parent / "parts" / f"{found[1]}.sql").read_text(encoding="utf-8"),
        path.read_text(encoding="utf-8"),
    )
