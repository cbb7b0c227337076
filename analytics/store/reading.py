"""How a stored or written value becomes one of the contract's: SQL for the value and for each fault.

Nothing is guessed: a text is a date if it is written YYYY-MM-DD, money if it is a plain number
with a point, and a fault otherwise. Whatever is a fault has a reason in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analytics.errors import InputError
from analytics.sources.parts import Form
from analytics.sources.schemas import Column, ValueType

WHITE = "' \t\r\n\f\v\u00a0\u200b\ufeff'"
"""White space, an SQL literal: a cell of it is missing."""

_MOST_ID_CHARACTERS = 200
_PLAIN = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$"
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_COMMA = r"^[+-]?[0-9][0-9. ]*,[0-9]*$"
_ENDLESS = r"^[+-]?(nan|inf|infinity)$"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
_OFFSET = r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)"

MISSING = "missing"
COMMA = "written with a decimal comma (write 12.50, not 12,50)"
NOT_FINITE = "not a finite number"
NOT_NUMBER = "not a number"
TOO_PRECISE = "more than two decimal places"
TOO_LARGE = "too large for an amount"
NOT_DATE = "not a date (write YYYY-MM-DD)"
NOT_TIME = "not a date or time (write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS)"
OUT_OF_RANGE = "before the year 1900 or after 2100"
NOT_FLAG = "not 0 or 1"
NOT_SHARE = "not above 0 and up to 1"
NOT_CURRENCY = "not a currency of three letters"
NOT_WHOLE = "an id with decimals"
TOO_LONG = f"an id longer than {_MOST_ID_CHARACTERS} characters"


@dataclass(frozen=True)
class Reading:
    """How to read one column, in SQL.

    Attributes
    ----------
    blank : str
        A condition: the value is missing.
    value : str
        The value; null where it can't be read.
    faults : tuple of (str, str)
        A reason and its condition, the first that holds being the one named. A condition may name
        the value as ``{v}``.
    """

    blank: str
    value: str
    faults: tuple[tuple[str, str], ...]


def reading(column: Column, form: Form, raw: str, label: str) -> Reading:
    """How to read a column.

    Parameters
    ----------
    column : Column
        The contract's column.
    form : Form
        How the file stores it.
    raw : str
        SQL for the stored value.
    label : str
        The file, for messages.

    Returns
    -------
    Reading
        SQL for value and faults.

    Raises
    ------
    InputError
        If the file stores something else altogether, such as a truth value for a date.
    """
    if form is Form.SHORT_REAL:
        form, raw = Form.REAL, f"CAST(CAST({raw} AS VARCHAR) AS DOUBLE)"
    read = _READERS[column.values](column, form, raw)
    if read is None:
        raise InputError(
            f'{label} stores "{column.name}" as {form}, and it must be {_WANTED[column.values]}. '
            f"Write it so, or rename the column."
        )
    return read


def fault_reasons(column: Column) -> tuple[str, ...]:
    """Every fault that a value of a column can have, whatever the file.

    Parameters
    ----------
    column : Column
        The contract's column.

    Returns
    -------
    tuple of str
        Reasons in words, `MISSING` first where the column is needed.
    """
    if column.values is ValueType.CHOICE:
        own: tuple[str, ...] = (not_a_choice(column),)
    else:
        own = _REASONS[column.values]
    return (MISSING, *own) if column.needed else own


def not_a_choice(column: Column) -> str:
    """The reason for a word that is none of the column's.

    Parameters
    ----------
    column : Column
        A column with choices.

    Returns
    -------
    str
        The reason in words.
    """
    return f"not one of {', '.join(column.choices)}"


def quoted(text: str) -> str:
    """A text as an SQL literal.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    str
        The literal.
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier.

    Parameters
    ----------
    name : str
        Anything.

    Returns
    -------
    str
        The quoted identifier.
    """
    return '"' + name.replace('"', '""') + '"'


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches({text}, {quoted(pattern)})"


def _trimmed(raw: str) -> str:
    return f"trim({raw}, {WHITE})"


def _blank(column: Column, form: Form, raw: str) -> str:
    if form is Form.TEXT:
        text = _trimmed(raw)
        if not column.blanks:
            return f"({raw} IS NULL OR {text} = '')"
        listed = ", ".join(quoted(word) for word in ("", *column.blanks))
        return f"({raw} IS NULL OR left({text}, 10) IN ({listed}))"
    if form is Form.REAL:
        return f"({raw} IS NULL OR isnan({raw}))"
    if form in (Form.DATE, Form.TIME, Form.ZONED_TIME) and column.blanks:
        listed = ", ".join(quoted(word) for word in column.blanks)
        return f"({raw} IS NULL OR left(CAST({raw} AS VARCHAR), 10) IN ({listed}))"
    return f"({raw} IS NULL)"


def _id(column: Column, form: Form, raw: str) -> Reading | None:
    too_long = (TOO_LONG, f"length({{v}}) > {_MOST_ID_CHARACTERS}")
    if form is Form.TEXT:
        return Reading(_blank(column, form, raw), raw, (too_long,))
    if form is Form.WHOLE:
        return Reading(_blank(column, form, raw), f"CAST({raw} AS VARCHAR)", ())
    if form in (Form.REAL, Form.DECIMAL):
        # A column of whole numbers with gaps is often stored as decimals.
        whole = f"CASE WHEN {raw} = floor({raw}) AND abs({raw}) < 9e15 THEN CAST(CAST({raw} AS BIGINT) AS VARCHAR) END"
        return Reading(_blank(column, form, raw), whole, ((NOT_WHOLE, "{v} IS NULL"),))
    return None


def _text(column: Column, form: Form, raw: str) -> Reading | None:
    return Reading(_blank(column, form, raw), raw if form is Form.TEXT else f"CAST({raw} AS VARCHAR)", ())


def _choice(column: Column, form: Form, raw: str) -> Reading | None:
    if form is not Form.TEXT:
        return None
    listed = ", ".join(quoted(word) for word in column.choices)
    word = f"lower({_trimmed(raw)})" if column.choices[0].islower() else f"upper({_trimmed(raw)})"
    value = f"CASE WHEN {word} IN ({listed}) THEN {word} END"
    return Reading(_blank(column, form, raw), value, ((not_a_choice(column), "{v} IS NULL"),))


def _ranged(column: Column, form: Form, raw: str, value: str, unreadable: str) -> Reading:
    # The range is part of the value, so that what lies outside is never loaded. An infinite day has no year at all.
    beyond = f"coalesce(year({value}) NOT BETWEEN 1900 AND 2100, ({value}) IS NOT NULL)"
    inside = f"CASE WHEN {beyond} THEN NULL ELSE {value} END"
    faults = ((OUT_OF_RANGE, f"{{v}} IS NULL AND {beyond}"), (unreadable, "{v} IS NULL"))
    return Reading(_blank(column, form, raw), inside, faults)


def _date(column: Column, form: Form, raw: str) -> Reading | None:
    if form is Form.TEXT:
        return _ranged(column, form, raw, _iso_date(_trimmed(raw)), NOT_DATE)
    if form in (Form.DATE, Form.TIME):
        return _ranged(column, form, raw, f"CAST({raw} AS DATE)", NOT_DATE)
    if form is Form.ZONED_TIME:
        return _ranged(column, form, raw, f"CAST(timezone('UTC', {raw}) AS DATE)", NOT_DATE)
    return None


def _iso_date(text: str) -> str:
    shaped = _matches(text, f"^{_DAY}({_CLOCK} ?{_OFFSET}?)?$")
    return f"CASE WHEN {shaped} THEN TRY_CAST(left({text}, 10) AS DATE) END"


def _time(column: Column, form: Form, raw: str) -> Reading | None:
    if form is Form.TEXT:
        text = _trimmed(raw)
        value = (
            f"CASE WHEN {_matches(text, f'^{_DAY}({_CLOCK})?$')} THEN TRY_CAST({text} AS TIMESTAMP) "
            f"WHEN {_matches(text, f'^{_DAY}{_CLOCK}{_OFFSET}$')} "
            f"THEN timezone('UTC', TRY_CAST({text} AS TIMESTAMPTZ)) END"
        )
        return _ranged(column, form, raw, value, NOT_TIME)
    if form in (Form.DATE, Form.TIME):
        return _ranged(column, form, raw, f"CAST({raw} AS TIMESTAMP)", NOT_TIME)
    if form is Form.ZONED_TIME:
        return _ranged(column, form, raw, f"timezone('UTC', {raw})", NOT_TIME)
    return None


def _old_date(column: Column, form: Form, raw: str) -> Reading | None:
    if form is not Form.TEXT:
        return _date(column, form, raw)
    text = _trimmed(raw)
    century = f"'19' || {text}[1:2] || '-' || {text}[3:4] || '-' || {text}[5:6]"
    short = _matches(text, "^[0-9]{6}( [0-9]{2}:[0-9]{2}:[0-9]{2})?$")
    value = f"CASE WHEN {short} THEN TRY_CAST({century} AS DATE) ELSE {_iso_date(text)} END"
    return _ranged(column, form, raw, value, NOT_DATE)


def _money(column: Column, form: Form, raw: str) -> Reading | None:
    if form is Form.TEXT:
        return _money_text(column, raw)
    if form is Form.REAL:
        value = f"CASE WHEN isfinite({raw}) AND abs({raw}) < 1e16 THEN CAST({raw} AS DECIMAL(18, 2)) END"
        faults = (
            (NOT_FINITE, f"NOT isfinite({raw})"),
            (TOO_LARGE, "{v} IS NULL"),
            (TOO_PRECISE, f"abs(CAST({{v}} AS DOUBLE) - {raw}) > 0.000001"),
        )
        # NaN is missing in a category, and a fault in an amount.
        return Reading(f"({raw} IS NULL)", value, faults)
    if form in (Form.WHOLE, Form.DECIMAL):
        finer = (TOO_PRECISE, f"CAST({{v}} AS DECIMAL(38, 6)) <> {raw}")
        value = f"TRY_CAST({raw} AS DECIMAL(18, 2))"
        return Reading(_blank(column, form, raw), value, ((TOO_LARGE, "{v} IS NULL"), finer))
    return None


def _money_text(column: Column, raw: str) -> Reading:
    text = _trimmed(raw)
    value = f"CASE WHEN {_matches(text, _PLAIN)} THEN TRY_CAST({text} AS DECIMAL(18, 2)) END"
    # Sums of cents kept in binary end in ...0000001 or ...9999999: that is noise, not a third place.
    finer = f"abs(CAST({{v}} AS DOUBLE) - TRY_CAST({text} AS DOUBLE)) > 0.000001"
    faults = (
        (COMMA, f"{{v}} IS NULL AND {_matches(text, _COMMA)}"),
        (NOT_FINITE, f"{{v}} IS NULL AND {_matches(f'lower({text})', _ENDLESS)}"),
        (TOO_LARGE, f"{{v}} IS NULL AND {_matches(text, _PLAIN)}"),
        (NOT_NUMBER, "{v} IS NULL"),
        (TOO_PRECISE, finer),
    )
    return Reading(_blank(column, Form.TEXT, raw), value, faults)


def _number(column: Column, form: Form, raw: str) -> Reading | None:
    if form is Form.TEXT:
        text = _trimmed(raw)
        cast = f"TRY_CAST({text} AS DOUBLE)"
        value = f"CASE WHEN {_matches(text, _NUMBER)} AND isfinite({cast}) THEN {cast} END"
        faults = (
            (COMMA, f"{{v}} IS NULL AND {_matches(text, _COMMA)}"),
            (
                NOT_FINITE,
                f"{{v}} IS NULL AND ({_matches(f'lower({text})', _ENDLESS)} OR {_matches(text, _NUMBER)})",
            ),
            (NOT_NUMBER, "{v} IS NULL"),
        )
        return Reading(_blank(column, form, raw), value, faults)
    if form is Form.REAL:
        value = f"CASE WHEN isfinite({raw}) THEN {raw} END"
        return Reading(_blank(column, form, raw), value, ((NOT_FINITE, "{v} IS NULL"),))
    if form in (Form.WHOLE, Form.DECIMAL):
        return Reading(_blank(column, form, raw), f"CAST({raw} AS DOUBLE)", ())
    return None


def _share(column: Column, form: Form, raw: str) -> Reading | None:
    number = _number(column, form, raw)
    if number is None:
        return None
    inside = f"CASE WHEN {number.value} > 0 AND {number.value} <= 1 THEN {number.value} END"
    # A number outside the range has been read, so its value tells it from what is no number.
    outside = (NOT_SHARE, f"{{v}} IS NULL AND ({number.value}) IS NOT NULL")
    return Reading(number.blank, inside, (outside, *number.faults))


def _flag(column: Column, form: Form, raw: str) -> Reading | None:
    if form is Form.TEXT:
        word = f"lower({_trimmed(raw)})"
        value = f"CASE WHEN {word} IN ('0', '0.0', 'false') THEN 0 WHEN {word} IN ('1', '1.0', 'true') THEN 1 END"
    elif form is Form.TRUTH:
        value = f"CAST({raw} AS TINYINT)"
    elif form in (Form.WHOLE, Form.REAL, Form.DECIMAL):
        value = f"CASE WHEN {raw} = 0 THEN 0 WHEN {raw} = 1 THEN 1 END"
    else:
        return None
    return Reading(_blank(column, form, raw), value, ((NOT_FLAG, "{v} IS NULL"),))


def _currency(column: Column, form: Form, raw: str) -> Reading | None:
    if form is not Form.TEXT:
        return None
    code = f"upper({_trimmed(raw)})"
    value = f"CASE WHEN {_matches(code, '^[A-Z]{3}$')} THEN {code} END"
    return Reading(_blank(column, form, raw), value, ((NOT_CURRENCY, "{v} IS NULL"),))


_READERS: dict[ValueType, Callable[[Column, Form, str], Reading | None]] = {
    ValueType.ID: _id,
    ValueType.TEXT: _text,
    ValueType.CHOICE: _choice,
    ValueType.DATE: _date,
    ValueType.TIME: _time,
    ValueType.OLD_DATE: _old_date,
    ValueType.MONEY: _money,
    ValueType.FLAG: _flag,
    ValueType.NUMBER: _number,
    ValueType.SHARE: _share,
    ValueType.CURRENCY: _currency,
}
_REASONS: dict[ValueType, tuple[str, ...]] = {
    ValueType.ID: (NOT_WHOLE, TOO_LONG),
    ValueType.TEXT: (),
    ValueType.DATE: (OUT_OF_RANGE, NOT_DATE),
    ValueType.TIME: (OUT_OF_RANGE, NOT_TIME),
    ValueType.OLD_DATE: (OUT_OF_RANGE, NOT_DATE),
    ValueType.MONEY: (COMMA, NOT_FINITE, TOO_LARGE, NOT_NUMBER, TOO_PRECISE),
    ValueType.FLAG: (NOT_FLAG,),
    ValueType.NUMBER: (COMMA, NOT_FINITE, NOT_NUMBER),
    ValueType.SHARE: (NOT_SHARE, COMMA, NOT_FINITE, NOT_NUMBER),
    ValueType.CURRENCY: (NOT_CURRENCY,),
}
_WANTED: dict[ValueType, str] = {
    ValueType.ID: "text or whole numbers",
    ValueType.TEXT: "text",
    ValueType.CHOICE: "text",
    ValueType.DATE: "dates, or text such as 2026-01-31",
    ValueType.TIME: "timestamps, dates, or text such as 2026-01-31 14:05:00",
    ValueType.OLD_DATE: "text such as 930131",
    ValueType.MONEY: "numbers",
    ValueType.FLAG: "0 and 1",
    ValueType.NUMBER: "numbers",
    ValueType.SHARE: "numbers",
    ValueType.CURRENCY: "text",
}
