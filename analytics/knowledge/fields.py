"""What an act says, field by field, checked as it is read."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from analytics.errors import InputError
from analytics.vocabulary import Json

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_NAME = 80
LONGEST_TEXT = 4_000
MOST_CUSTOMERS = 1_000_000


class Fields:
    """The fields of one act.

    Parameters
    ----------
    act : str
        The act's name, for messages.
    told : mapping of str to Json
        What was handed in.
    """

    def __init__(self, act: str, told: Mapping[str, Json]) -> None:
        self._act, self._told = act, told

    def only(self, *names: str) -> None:
        """Refuse a field that the act hasn't got: a slip in a name must not lose what was meant."""
        for name in self._told:
            if name not in names:
                close = get_close_matches(name, names, n=1)
                meant = f' Did you mean "{close[0]}"?' if close else f" It has: {', '.join(names)}."
                raise InputError(f'{self._act} has no field "{name}".{meant}')

    def has(self, name: str) -> bool:
        """Say whether a field is there and says something."""
        return self._told.get(name) not in (None, "", [])

    def one_of(self, *names: str) -> str:
        """Name the one field of several that is there; exactly one must be."""
        found = [name for name in names if self.has(name)]
        if len(found) != 1:
            raise InputError(f"{self._act} needs exactly one of: {', '.join(names)}.")
        return found[0]

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str:
        """Read text that must be there."""
        value = self._told.get(name)
        if not isinstance(value, str) or not value.strip():
            raise InputError(f'{self._act} needs the field "{name}", a text.')
        return self._clean(name, value, longest)

    def text_or_none(self, name: str, *, longest: int = LONGEST_TEXT) -> str | None:
        """Read text that may be missing."""
        return self.text(name, longest=longest) if self.has(name) else None

    def texts(self, name: str, *, most: int = MOST_CUSTOMERS) -> tuple[str, ...]:
        """Read a list of texts that must be there; what stands in it twice counts once."""
        value = self._told.get(name)
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            raise InputError(f'{self._act} needs the field "{name}", a list of texts.')
        if len(value) > most:
            raise InputError(f'{self._act}: "{name}" has {len(value):,} entries; {most:,} at most.')
        for each in value:
            if not isinstance(each, str) or not each:
                raise InputError(f'{self._act}: "{name}" holds {each!r}, which is no text. Ids stand in quotes.')
        return tuple(dict.fromkeys(str(each) for each in value))

    def choice(self, name: str, kinds: type[Choice]) -> Choice:
        """Read one of some words."""
        value = self.text(name)
        try:
            return kinds(value)
        except ValueError:
            raise InputError(f'{self._act}: "{name}" is none of: {", ".join(kinds)}.') from None

    def share_or_none(self, name: str) -> float | None:
        """Read a number from 0 to 1 that may be missing."""
        value = self._told.get(name)
        if value is None:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
            or not 0 <= value <= 1
        ):
            raise InputError(f'{self._act}: "{name}" is a number from 0 to 1, not {value!r}.')
        return float(value)

    def amount(self, name: str) -> float:
        """Read a number that has to be there."""
        value = self._told.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InputError(f'{self._act}: "{name}" is a number, not {value!r}.')
        return float(value)

    def day_or_none(self, name: str) -> date | None:
        """Read a day that may be missing."""
        if not self.has(name):
            return None
        text = self.text(name)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise InputError(f'{self._act}: "{name}" is a day like 2026-06-30, not "{text}".') from None

    def number_or_none(self, name: str) -> int | None:
        """Read a whole number, 0 or more, that may be missing."""
        value = self._told.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise InputError(f'{self._act}: "{name}" is a whole number, 0 or more, not {value!r}.')
        return value

    def flag(self, name: str) -> bool:
        """Read true or false; missing is false."""
        value = self._told.get(name, False)
        if not isinstance(value, bool):
            raise InputError(f'{self._act}: "{name}" is true or false, not {value!r}.')
        return value

    def _clean(self, name: str, value: str, longest: int) -> str:
        text = unicodedata.normalize("NFC", value).strip()
        if len(text) > longest:
            raise InputError(f'{self._act}: "{name}" has {len(text):,} characters; {longest:,} at most.')
        hidden = [
            each for each in text if unicodedata.category(each) in {"Cc", "Cf", "Cs"} and each not in "\n\t\u200d"
        ]
        if hidden:
            raise InputError(f'{self._act}: "{name}" holds a character that can\'t be seen (U+{ord(hidden[0]):04X}).')
        return text


def said(**told: Json) -> dict[str, Json]:
    """Put a payload together, without what was not said.

    Parameters
    ----------
    **told : Json
        The fields; those that are None are left out.

    Returns
    -------
    dict of str to Json
        The others.

    Examples
    --------
    >>> said(name="Savers", why=None)
    {'name': 'Savers'}
    """
    return {name: value for name, value in told.items() if value is not None}


def listed(values: Iterable[str]) -> str:
    """Name some things in a sentence, the first five of them.

    Parameters
    ----------
    values : iterable of str
        The things.

    Returns
    -------
    str
        With commas; more than five are counted.

    Examples
    --------
    >>> listed("abcdefg")
    'a, b, c, d, e and 2 more'
    """
    found = list(values)
    more = f" and {len(found) - 5:,} more" if len(found) > 5 else ""
    return ", ".join(found[:5]) + more
