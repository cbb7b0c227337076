"""Which hints of the screens were put away for good, and by whom: one small file in the store's folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

FILE = "hints.json"


def put_away(store: Path, hint: str, *, who: str) -> None:
    """Remember for good that somebody does not want to see a hint again.

    Parameters
    ----------
    store : Path
        The store's folder.
    hint : str
        Which hint.
    who : str
        Name of the profile; empty for whoever looks without one.
    """
    told = _read(store)
    told[hint] = sorted({*told.get(hint, []), who})
    unfinished = store / f".{FILE}.{os.getpid()}"
    unfinished.write_text(json.dumps(told, indent=1), encoding="utf-8")
    unfinished.replace(store / FILE)


def is_put_away(store: Path, hint: str, *, who: str) -> bool:
    """Say whether somebody has put a hint away.

    Parameters
    ----------
    store, hint, who
        As in `put_away`.

    Returns
    -------
    bool
        Whether they have, in this session or an earlier one.
    """
    return who in _read(store).get(hint, [])


def _read(store: Path) -> dict[str, list[str]]:
    try:
        text = (store / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    told: dict[str, list[str]] = json.loads(text)
    return told
