"""The part of a rule that counts payments: ``payments(counterparty = 'A', within_days = 365)``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from analytics.knowledge.payment_count import DayRange, PaymentCount
from analytics.knowledge.rule_words import RuleError

if TYPE_CHECKING:
    from analytics.knowledge.rule_parser import Parser

_ALLOWED = "counterparty, category, channel, booked_on, within_days, amount"


def payment_count(parser: Parser) -> PaymentCount:
    """Read the parenthesis behind ``payments``.

    Parameters
    ----------
    parser : Parser
        At the opening parenthesis; afterwards behind the closing one.

    Returns
    -------
    PaymentCount
        What is counted.

    Raises
    ------
    RuleError
        If it can't be read.
    """
    parser.need_sign("(", 'after "payments"')
    counted = PaymentCount()
    said: set[str] = set()
    while not parser.took_sign(")"):
        if said:
            parser.need_sign(",", 'between what payments are counted by, or ")"')
        name = parser.take().text.lower() if parser.next.is_word(*_ALLOWED.split(", ")) else None
        if name is None:
            raise parser.wrong(f"one of {_ALLOWED}")
        if name in said and name != "amount":
            raise RuleError(f'payments(…) says "{name}" twice: put the values in one list.')
        said.add(name)
        counted = _with(parser, counted, name)
    if counted.min_amount is not None and counted.max_amount is not None and counted.min_amount > counted.max_amount:
        raise RuleError("payments(…): the lowest amount is above the highest.")
    return counted


def _with(parser: Parser, counted: PaymentCount, name: str) -> PaymentCount:
    if name == "booked_on":
        return replace(counted, booked_on=_days(parser))
    if name == "within_days":
        return replace(counted, within_days=_within(parser))
    if name == "amount":
        return _limited(parser, counted)
    texts = _texts(parser)
    if name == "counterparty":
        return replace(counted, counterparties=texts)
    return replace(counted, categories=texts) if name == "category" else replace(counted, channels=texts)


def _texts(parser: Parser) -> tuple[str, ...]:
    if not parser.took_word("in"):
        parser.need_sign("=", 'or "in"')
        return (parser.text(),)
    parser.need_sign("(", "before the values")
    values = [parser.text()]
    while parser.took_sign(","):
        values.append(parser.text())
    parser.need_sign(")", "after the values")
    return tuple(dict.fromkeys(values))


def _days(parser: Parser) -> tuple[DayRange, ...]:
    if parser.took_word("between"):
        first = parser.day()
        if not parser.took_word("and"):
            raise parser.wrong('"and" between the two days')
        return (_range(first, parser.day()),)
    if not parser.took_word("in"):
        parser.need_sign("=", '"in" or "between"')
        day = parser.day()
        return (DayRange(day, day),)
    parser.need_sign("(", "before the days")
    ranges = [_one_range(parser)]
    while parser.took_sign(","):
        ranges.append(_one_range(parser))
    parser.need_sign(")", "after the days")
    return tuple(ranges)


def _one_range(parser: Parser) -> DayRange:
    first = parser.day()
    return _range(first, parser.day()) if parser.took_word("to") else DayRange(first, first)


def _within(parser: Parser) -> int:
    parser.need_sign("=", 'after "within_days"')
    n = parser.number()
    if not n.is_integer() or n < 1:
        raise RuleError("within_days is a whole number of days, 1 or more.")
    return int(n)


def _limited(parser: Parser, counted: PaymentCount) -> PaymentCount:
    if parser.took_word("between"):
        low = parser.number()
        if not parser.took_word("and"):
            raise parser.wrong('"and" between the two amounts')
        return replace(counted, min_amount=low, max_amount=parser.number())
    if parser.took_sign(">="):
        return replace(counted, min_amount=parser.number())
    parser.need_sign("<=", '(or ">=", or "between") after "amount"')
    return replace(counted, max_amount=parser.number())


def _range(first: date, last: date) -> DayRange:
    if first > last:
        raise RuleError(f"payments(…): {first.isoformat()} is after {last.isoformat()}.")
    return DayRange(first, last)
