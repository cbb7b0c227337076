"""How numbers are written: the marks between thousands and before decimals, and where a currency's sign stands.

Words stay English. One choice holds for the whole process; the dashboard makes it from ``TANDEM_LOCALE``.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.errors import InputError

LOCALE_VARIABLE = "TANDEM_LOCALE"
DEFAULT_LOCALE = "en-GB"


@dataclass(frozen=True)
class NumberMarks:
    """The marks of a locale, as in the Unicode CLDR.

    Attributes
    ----------
    thousands, decimal : str
        The mark between groups of three digits, and the one before the decimals.
    percent : str
        The sign, with the space before it where there is one.
    is_currency_first : bool
        Whether a currency's sign stands before the number.
    """

    thousands: str
    decimal: str
    percent: str
    is_currency_first: bool


LOCALES = {
    "en-GB": NumberMarks(",", ".", "%", True),
    "en-US": NumberMarks(",", ".", "%", True),
    "de-DE": NumberMarks(".", ",", "\u00a0%", False),
    "fr-FR": NumberMarks("\u202f", ",", "\u202f%", False),
    "cs-CZ": NumberMarks("\u00a0", ",", "\u00a0%", False),
}


class _InForce:
    marks = LOCALES[DEFAULT_LOCALE]


def marks_of(locale: str) -> NumberMarks:
    """Give a locale's marks.

    Parameters
    ----------
    locale : str
        Such as ``de-DE``; empty is the default, ``en-GB``.

    Returns
    -------
    NumberMarks
        Its marks.

    Raises
    ------
    InputError
        If Tandem does not know the locale.
    """
    if (locale or DEFAULT_LOCALE) not in LOCALES:
        known = ", ".join(LOCALES)
        raise InputError(f'{LOCALE_VARIABLE} is "{locale}", which is not known. Known are: {known}.')
    return LOCALES[locale or DEFAULT_LOCALE]


def use_locale(locale: str) -> None:
    """Write numbers in this process as a locale does.

    Parameters
    ----------
    locale : str
        As in `marks_of`.
    """
    _InForce.marks = marks_of(locale)


def in_force() -> NumberMarks:
    """Give the marks that numbers are written with."""
    return _InForce.marks


def localized(number: str) -> str:
    """Write a number with the marks in force.

    Parameters
    ----------
    number : str
        Nothing but a number in English marks, as Python's formatting gives it; a percent sign may follow.

    Returns
    -------
    str
        The same number.

    Examples
    --------
    >>> use_locale("de-DE")
    >>> localized(f"{1234.5:,.2f}"), localized("-14.2%").replace(chr(160), " ")
    ('1.234,50', '-14,2 %')
    >>> use_locale("")
    >>> localized(f"{1234.5:,.2f}")
    '1,234.50'
    """
    marks = _InForce.marks
    return number.translate({ord(","): marks.thousands, ord("."): marks.decimal, ord("%"): marks.percent})


def written(number: float, form: str) -> str:
    """Write a number in one of Python's forms, with the marks in force.

    Parameters
    ----------
    number : float
        What to write.
    form : str
        A format such as ``.3f``, ``+.1f`` or ``,d``.

    Returns
    -------
    str
        The number.

    Examples
    --------
    >>> written(0.8412, ".3f"), written(-1.5, "+.1f")
    ('0.841', '-1.5')
    """
    return localized(format(number, form))
