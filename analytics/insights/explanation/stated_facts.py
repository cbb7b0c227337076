"""What a text states, read back from its words, and whether that is what the record says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from analytics.insights.explanation.choice_numbers import NUMBER, numbers_of_choice
from analytics.insights.explanation.plain_words import value_in_plain_words
from analytics.insights.explanation.record import Choice, Explanation
from analytics.insights.wording import count, day, percent, points, quantity
from analytics.models.boosting import MOST_ROUNDS, SETTINGS
from analytics.number_marks import written

_RISK = re.compile(r"Of 100 customers like this one, (?:about (\d+)|(fewer than 1))")
_BAND = re.compile(r"(?:We rate this as|, band) (low|medium|high)\b")
_RAISES = re.compile(r"more likely|raises the (?:risk|chance)")
_LOWERS = re.compile(r"less likely|lowers the (?:risk|chance)")
_OPTION = re.compile(r"^Option (\d+)\b")
_THEN = re.compile(r"(?:about (\d+)|(fewer than 1)) of 100")
_WITHIN = re.compile(r"Within (\d+) days: (?:about (\d+)|(fewer than 1)) of 100")
_CONSTANT = frozenset({"100", "90%", "1", "256", str(MOST_ROUNDS), *map(str, SETTINGS.values())})
"""So many customers; the coverage of intervals and sets; "fewer than 1"; SHA-256; the settings of the trees."""


@dataclass(frozen=True)
class Stated:
    """The facts that every reader is told.

    Attributes
    ----------
    of_hundred : int or None
        Customers of a hundred; 0 is fewer than one; None where no risk is stated.
    band : str or None
        ``low``, ``medium`` or ``high``.
    reasons : tuple of (str, str)
        Each main reason's feature with ``raises`` or ``lowers``, in order.
    options : tuple of (int, tuple of str, int)
        Each option's number, the numbers from and to of what it changes, and the risk then, of a hundred.
    horizons : tuple of (int, int)
        Days, and the risk within them, of a hundred.
    """

    of_hundred: int | None
    band: str | None
    reasons: tuple[tuple[str, str], ...]
    options: tuple[tuple[int, tuple[str, ...], int], ...]
    horizons: tuple[tuple[int, int], ...] = ()


def facts_of(record: Explanation) -> Stated:
    """Say what every text has to state."""
    risk = record.risk
    return Stated(
        risk.of_hundred if risk else None,
        risk.band if risk else None,
        tuple((push.feature, "raises" if push.raises else "lowers") for push in record.reasons),
        tuple(
            (choice.number, numbers_of_choice(choice, record.currency), choice.after_of_hundred)
            for choice in record.choices
        ),
        tuple((each.days, each.of_hundred) for each in record.horizons),
    )


def facts_stated(text: str, record: Explanation) -> Stated:
    """Read the facts back from a text.

    Parameters
    ----------
    text : str
        Plain text of any reader's document.
    record : Explanation
        Only to know by which titles its features go.

    Returns
    -------
    Stated
        What the words say, right or wrong.
    """
    lines = [line.removeprefix("- ") for line in text.splitlines()]
    risk, band = _RISK.search(text), _BAND.search(text)
    options = [line for line in lines if _OPTION.match(line)]
    return Stated(
        None if risk is None else int(risk.group(1) or 0),
        band.group(1) if band else None,
        tuple(_reasons(lines, record)),
        tuple(_option(line) for line in options),
        tuple((int(days), int(about or 0)) for days, about, _ in _WITHIN.findall(text)),
    )


def _reasons(lines: list[str], record: Explanation) -> Iterator[tuple[str, str]]:
    titles = [
        (title, push.feature)
        for push in record.pushes
        for title in (push.title, push.plain_title, push.said, value_in_plain_words(push))
    ]
    longest_first = sorted(titles, key=lambda one: -len(one[0]))
    for line in lines:
        way = "raises" if _RAISES.search(line) else "lowers" if _LOWERS.search(line) else ""
        named = next((feature for title, feature in longest_first if line.startswith(title)), None)
        if way and named is not None and not _OPTION.match(line):
            yield named, way


def _option(line: str) -> tuple[int, tuple[str, ...], int]:
    number, then = _OPTION.match(line), _THEN.search(line)
    done = re.split(r" Risk | Chance | Then it would be ", line)[0]
    pairs = re.findall(r"from (.+?) to (.+?)\.(?: |$)|: ([^:]+?) → (.+?)\.(?: |$)", f"{done} ")
    said = [side for pair in pairs for side in pair if side]
    numbers = tuple(found.group(0) for side in said if (found := NUMBER.search(side)))
    return (int(number.group(1)) if number else 0, numbers, int(then.group(1) or 0) if then else -1)


def strange_numbers(text: str, record: Explanation) -> list[str]:
    """List the numbers of a text that no value, name or date of the record explains; none is as it should be.

    Parameters
    ----------
    text : str
        Plain text.
    record : Explanation
        The record.
    """
    known = known_numbers(record)
    return sorted({number for number in NUMBER.findall(text) if number not in known})


def wrong_facts(text: str, record: Explanation) -> list[str]:
    """Say in which facts a text differs from its record; an empty list is as it should be."""
    meant, said = facts_of(record), facts_stated(text, record)
    wrong = [
        f"{field.name}: {getattr(said, field.name)} instead of {getattr(meant, field.name)}"
        for field in fields(Stated)
        if getattr(said, field.name) != getattr(meant, field.name)
    ]
    return wrong + [f"a number from nowhere: {number}" for number in strange_numbers(text, record)]


def known_numbers(record: Explanation) -> set[str]:
    """List every number that a text of this record may state, in each way in which it may be written."""
    known = set(_CONSTANT)
    for value in _values(record):
        if isinstance(value, str):
            known |= _of_text(value, record.currency)
        elif isinstance(value, float | int) and value == value:
            known |= set(_ways(float(value)))
    for derived in _derived(record):
        known |= set(_ways(derived))
    return known


def _derived(record: Explanation) -> Iterator[float]:
    """Numbers that texts work out of the record's: sums, shares, how many are left, times the average."""
    yield record.margin
    for place in range(len(record.pushes)):
        yield float(len(record.pushes) - place)
        yield sum(push.contribution for push in record.pushes[place:])
    if record.labels.n_labelled:
        yield record.labels.n_positive / record.labels.n_labelled
    if record.risk is not None and record.risk.average > 0:
        yield record.risk.probability / record.risk.average


def _values(part: object) -> Iterator[object]:
    if isinstance(part, tuple):
        for each in part:
            yield from _values(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _values(getattr(part, field.name))
        if isinstance(part, Choice):
            yield float(part.after_of_hundred)
    else:
        yield part


def _ways(value: float) -> Iterator[str]:
    """Write a number in all ways in which the texts write numbers."""
    forms = [percent(value), percent(value, decimals=0), points(value), count(value), quantity(value)]
    forms += [written(value, form) for form in (".0f", ".1f", ".2f", ".3f")]
    forms += [str(round(value * 100)), written(value * 100, ".0f") + "%"]
    for form in forms:
        yield from NUMBER.findall(form)


def _of_text(text: str, currency: str) -> set[str]:
    """Numbers that stand in words of the record, and a value that is a number in each way of writing it."""
    known = set(NUMBER.findall(text)) | set(re.findall(r"\d+", text))
    try:
        value = float(text)
    except ValueError:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            known |= set(NUMBER.findall(day(text)))
        return known
    return known | set(_ways(value)) | set(NUMBER.findall(quantity(value, currency)))
