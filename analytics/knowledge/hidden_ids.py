"""Free text that names a customer is kept with a pseudonym in the id's place, and shown with the id again.

So an erasure leaves no id in the ledger, whose entries never change.
"""

from __future__ import annotations

import re
from pathlib import Path

from analytics.knowledge.unnamed import TOKEN
from analytics.store.called import ids_of, ids_within
from analytics.store.erase import SHORTEST_WORD
from analytics.store.erased import pseudonyms

GONE = "[a customer who is not here any more]"
"""Shown in the place of an erased customer's id."""

_LOOKS_LIKE_ONE = "{customer:"
_WORD_BEFORE = r"""(?i:customer|client)(?i:_id|s)?[\s:#='"]{0,4}"""
_BEFORE, _AFTER = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"


def with_ids_hidden(store: Path, text: str) -> str:
    """Put pseudonyms into the places of customers' ids.

    Parameters
    ----------
    store : Path
        The store's folder.
    text : str
        What a person wrote.

    Returns
    -------
    str
        With ``{customer:PSEUDONYM}`` wherever the id of a customer of the served snapshot stands as a word of its
        own; one of fewer than five characters ("17") could mean anything, and is hidden only where "customer" or
        "client" stands before it.
    """
    text = text.replace(_LOOKS_LIKE_ONE, _LOOKS_LIKE_ONE[:-1] + " :")
    ids = ids_within(store, text)
    if not ids:
        return text
    named = dict(zip(ids, pseudonyms(store, ids), strict=True))
    return _words(ids).sub(lambda found: f"{found['before'] or ''}{{customer:{named[_id(found)]}}}", text)


def with_ids_shown(store: Path, text: str) -> str:
    """Put customers' ids back into a text that `with_ids_hidden` made.

    Parameters
    ----------
    store : Path
        The store's folder.
    text : str
        As it is in the ledger.

    Returns
    -------
    str
        With ids again; `GONE` stands for customers who were erased or are not in the served snapshot.
    """
    named = set(TOKEN.findall(text))
    if not named:
        return text
    ids = ids_of(store, named)
    return TOKEN.sub(lambda found: ids.get(found[1], GONE), text)


def _words(ids: list[str]) -> re.Pattern[str]:
    long = [re.escape(each) for each in ids if len(each) >= SHORTEST_WORD]
    short = [re.escape(each) for each in ids if len(each) < SHORTEST_WORD]
    nothing = "(?!)"
    return re.compile(
        f"{_BEFORE}(?:(?P<before>{_WORD_BEFORE})(?P<short>{'|'.join(short) or nothing})"
        f"|(?P<long>{'|'.join(long) or nothing})){_AFTER}"
    )


def _id(found: re.Match[str]) -> str:
    return found["short"] or found["long"]
