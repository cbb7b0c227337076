"""A rule's text cut into words: names, numbers, quoted text, signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from analytics.errors import InputError

LONGEST_RULE = 20_000
_PATTERN = re.compile(
    r"""
    (?P<space>\s+)
    |(?P<date>\d{4}-\d{2}-\d{2}(?![\w.]))
    |(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
    |(?P<text>'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    |(?P<sign><>|<=|>=|==|!=|[=<>(),])
    """,
    re.VERBOSE,
)
_SAME_SIGN = {"==": "=", "<>": "!="}


class RuleError(InputError):
    """A rule can't be read, or names what it must not; the message says where and what to do."""


class Kind(StrEnum):
    """What a word of a rule is."""

    NAME = "name"
    QUOTED = "quoted"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Word:
    """One word of a rule.

    Attributes
    ----------
    kind : Kind
        What it is.
    text : str
        What it says, without its quotation marks.
    at : int
        Where it begins in the rule, counted from 1.
    """

    kind: Kind
    text: str
    at: int

    def is_word(self, *words: str) -> bool:
        """Say whether it is one of some words of the grammar, however they are capitalised."""
        return self.kind is Kind.NAME and self.text.lower() in words

    def is_sign(self, *signs: str) -> bool:
        """Say whether it is one of some signs."""
        return self.kind is Kind.SIGN and self.text in signs


def words(text: str) -> tuple[Word, ...]:
    """Cut a rule into its words.

    Parameters
    ----------
    text : str
        The rule.

    Returns
    -------
    tuple of Word
        In order; the last one is the end.

    Raises
    ------
    RuleError
        If there is something that no rule has in it, or the rule is longer than `LONGEST_RULE`.

    Examples
    --------
    >>> [word.text for word in words("balance >= 10")]
    ['balance', '>=', '10', '']
    """
    if len(text) > LONGEST_RULE:
        raise RuleError(f"The rule has {len(text):,} characters; {LONGEST_RULE:,} at most. Hand in a list instead.")
    found: list[Word] = []
    place = 0
    while place < len(text):
        match = _PATTERN.match(text, place)
        if match is None:
            raise RuleError(_unreadable(text, place))
        if match.lastgroup != "space":
            found.append(_word(match, place + 1))
        place = match.end()
    return (*found, Word(Kind.END, "", len(text) + 1))


def _word(match: re.Match[str], at: int) -> Word:
    kind, text = Kind(str(match.lastgroup)), match.group()
    if kind is Kind.TEXT:
        text = text[1:-1].replace("''", "'")
    elif kind is Kind.QUOTED:
        text = text[1:-1].replace('""', '"')
    elif kind is Kind.SIGN:
        text = _SAME_SIGN.get(text, text)
    return Word(kind, text, at)


def _unreadable(text: str, place: int) -> str:
    start = text[place : place + 12]
    if text[place] in "'\"":
        return f"The rule's text from character {place + 1} on ({start}…) has no closing {text[place]}."
    return (
        f"The rule can't be read at character {place + 1} ({start!r}). It is made of comparisons such as "
        "rent_share > 0.3 or region_id in ('R03', 'R07'), joined by and, or, not and parentheses."
    )
