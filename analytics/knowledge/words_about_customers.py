"""Free text that names a customer is kept with a pseudonym in the id's place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from analytics.knowledge.known import Known
from analytics.vocabulary import Json

SHORTEST_ID = 5
"""A shorter id could mean anything in free text."""
_WORD = re.compile(r"[^\s,;:!?()\[\]{}\"'“”„«»=&#/]+")
_FREE = frozenset(
    {"body", "name", "names", "why", "scope", "evidence", "tag", "link", "decision", "purpose", "legal_basis"}
)
_KEPT = re.compile(r"\{customer:([0-9a-f]{64})\}")

Pseudonyms = Callable[[Sequence[str]], Sequence[str]]


def without_ids(payload: Mapping[str, Json], look: Callable[[], Known], pseudonyms: Pseudonyms) -> dict[str, Json]:
    """Put pseudonyms in the place of customers' ids in free text.

    Parameters
    ----------
    payload : mapping of str to Json
        An act's details.
    look : callable
        Gives what is known of customers; called only where there are words that could be ids.
    pseudonyms : callable
        The pseudonyms of some ids, in their order.

    Returns
    -------
    dict of str to Json
        The same, with ``{customer:PSEUDONYM}`` for each id that stands as a word in free text.
    """
    texts = [text for name in _FREE for text in _texts(payload.get(name))]
    candidates = sorted({form for text in texts for word in _WORD.findall(text) for form in _forms(word)})
    if not candidates:
        return dict(payload)
    named = sorted(look().ids_among(candidates))
    if not named:
        return dict(payload)
    kept = {each: f"{{customer:{other}}}" for each, other in zip(named, pseudonyms(named), strict=True)}
    return {name: _replaced(value, kept) if name in _FREE else value for name, value in payload.items()}


def with_ids(text: str, ids: Mapping[str, str]) -> str:
    """Put customers' ids back into free text, to show it.

    Parameters
    ----------
    text : str
        As the ledger has it.
    ids : mapping of str to str
        By pseudonym, the ids of customers who are here.

    Returns
    -------
    str
        With the ids; a customer who isn't here any more is "a former customer".

    Examples
    --------
    >>> with_ids("Ask {customer:" + "0" * 64 + "}.", {})
    'Ask a former customer.'
    """
    return _KEPT.sub(lambda match: ids.get(match[1], "a former customer"), text)


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, Sequence) else []


def _forms(word: str) -> set[str]:
    return {form for form in (word, word.rstrip(".-")) if len(form) >= SHORTEST_ID}


def _replaced(value: Json, kept: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return _WORD.sub(lambda match: _word(match[0], kept), value)
    return [_replaced(each, kept) for each in value] if isinstance(value, Sequence) else value


def _word(word: str, kept: Mapping[str, str]) -> str:
    if word in kept:
        return kept[word]
    bare = word.rstrip(".-")
    return kept[bare] + word[len(bare) :] if bare in kept else word
