"""The grammar of rules, word by word."""

from __future__ import annotations

import math
from datetime import date
from typing import cast

from analytics.knowledge.rule_payments import payment_count
from analytics.knowledge.rule_tree import (
    AllOf,
    AnyOf,
    Between,
    Comparison,
    Condition,
    Counted,
    Missing,
    Not,
    OneOf,
    Sign,
    Value,
)
from analytics.knowledge.rule_words import Kind, RuleError, Word, words
from analytics.knowledge.rules import ColumnKind, RuleColumns

DEEPEST = 50
_SIGNS = ("=", "!=", "<", "<=", ">", ">=")


class Parser:
    """Reads one rule from left to right.

    Parameters
    ----------
    text : str
        The rule.
    columns : RuleColumns
        What it may name.
    """

    def __init__(self, text: str, columns: RuleColumns) -> None:
        self._words, self._place, self._depth = words(text), 0, 0
        self._columns = columns

    @property
    def next(self) -> Word:
        """The word that comes next."""
        return self._words[self._place]

    def take(self) -> Word:
        """Take the next word."""
        word = self.next
        self._place = min(self._place + 1, len(self._words) - 1)
        return word

    def took_word(self, *expected: str) -> bool:
        """Take the next word if it is one of these."""
        is_it = self.next.is_word(*expected)
        if is_it:
            self.take()
        return is_it

    def took_sign(self, sign: str) -> bool:
        """Take the next word if it is this sign."""
        is_it = self.next.is_sign(sign)
        if is_it:
            self.take()
        return is_it

    def need_sign(self, sign: str, why: str) -> None:
        """Take a sign that must come next."""
        if not self.took_sign(sign):
            raise self.wrong(f'"{sign}" {why}')

    def wrong(self, expected: str) -> RuleError:
        """Say what should have come next."""
        found = "it ends there" if self.next.kind is Kind.END else f'it says "{self.next.text}"'
        return RuleError(f"At character {self.next.at} the rule should have {expected}, but {found}.")

    def rule(self) -> Condition:
        """Read the whole rule."""
        if len(self._words) == 1:
            raise RuleError("The rule is empty. Write for example: rent_share > 0.3 and region_id = 'R03'.")
        whole = self._any_of()
        if self._place < len(self._words) - 1:
            raise self.wrong('"and", "or" or its end')
        return whole

    def sign(self) -> Sign:
        """Take a sign of comparison."""
        if not self.next.is_sign(*_SIGNS):
            raise self.wrong("a comparison (= != < <= > >=, in, not in, between, is missing)")
        return cast("Sign", self.take().text)

    def number(self) -> float:
        """Take a number."""
        if self.next.kind is not Kind.NUMBER:
            raise self.wrong("a number")
        value = float(self.next.text)
        if not math.isfinite(value):
            raise self.wrong("a number that is not so large")
        self.take()
        return value

    def text(self) -> str:
        """Take quoted text."""
        if self.next.kind not in {Kind.TEXT, Kind.QUOTED}:
            raise self.wrong("text in single quotes, such as 'R03'")
        return self.take().text

    def day(self) -> date:
        """Take a day."""
        if self.next.kind in {Kind.TEXT, Kind.QUOTED, Kind.DATE}:
            try:
                day = date.fromisoformat(self.next.text)
            except ValueError:
                raise self.wrong("a day, such as '2026-02-17'") from None
            self.take()
            return day
        raise self.wrong("a day, such as '2026-02-17'")

    def _any_of(self) -> Condition:
        parts = [self._all_of()]
        while self.took_word("or"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self) -> Condition:
        parts = [self._part()]
        while self.took_word("and"):
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _part(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RuleError(f"The rule is nested more than {DEEPEST} deep. Write it flatter.")
        if self.took_word("not"):
            part: Condition = Not(self._part())
        elif self.took_sign("("):
            part = self._any_of()
            self.need_sign(")", "to close the parenthesis")
        else:
            part = self._comparison()
        self._depth -= 1
        return part

    def _comparison(self) -> Condition:
        if self.next.is_word("payments") and self._words[self._place + 1].is_sign("("):
            return self._counted()
        name = self._column()
        kind = self._columns.kind(name)
        if self.took_word("is"):
            return self._missing(name)
        if self.took_word("between"):
            low = self._value(name, kind)
            if not self.took_word("and"):
                raise self.wrong('"and" between the two limits')
            return Between(name, self._ordered(low, name), self._value(name, kind))
        if self.next.is_word("in", "not"):
            return self._one_of(name, kind)
        sign = self.sign()
        value = self._value(name, kind)
        return Comparison(name, sign, value if sign in {"=", "!="} else self._ordered(value, name))

    def _column(self) -> str:
        if self.next.kind not in {Kind.NAME, Kind.QUOTED} or self.next.is_word("and", "or", "in", "is", "between"):
            raise self.wrong("the name of a feature or attribute")
        return self.take().text

    def _missing(self, name: str) -> Missing:
        is_missing = not self.took_word("not")
        if not self.took_word("missing"):
            raise self.wrong('"missing" or "not missing"')
        return Missing(name, is_missing)

    def _one_of(self, name: str, kind: ColumnKind) -> OneOf:
        is_in = not self.took_word("not")
        if not self.took_word("in"):
            raise self.wrong('"in" (write "not (… between … and …)" for the opposite of between)')
        self.need_sign("(", "before the values")
        values = [self._value(name, kind)]
        while self.took_sign(","):
            values.append(self._value(name, kind))
        self.need_sign(")", "after the values")
        return OneOf(name, tuple(values), is_in)

    def _value(self, name: str, kind: ColumnKind) -> Value:
        try:
            if kind is ColumnKind.NUMBER:
                return self.number()
            if kind is ColumnKind.DATE:
                return self.day()
            if kind is ColumnKind.TEXT:
                return self.text()
        except RuleError as reason:
            raise RuleError(f'{reason} "{name}" holds {_HELD[kind]}.') from None
        if not self.next.is_word("true", "false"):
            raise self.wrong(f'true or false, which "{name}" holds')
        return self.take().text.lower() == "true"

    def _ordered(self, value: Value, name: str) -> Value:
        if isinstance(value, str | bool):
            raise RuleError(f'"{name}" has no order: compare it with =, !=, in or not in.')
        return value

    def _counted(self) -> Counted:
        self.take()
        payments = payment_count(self)
        if not self.next.is_sign(*_SIGNS):
            return Counted(payments, ">=", 1)
        sign, at = self.sign(), self.next
        n = self.number()
        if not n.is_integer() or n < 0:
            raise RuleError(f"At character {at.at}: a number of payments is compared with a whole number, 0 or more.")
        return Counted(payments, sign, int(n))


_HELD = {ColumnKind.NUMBER: "numbers", ColumnKind.TEXT: "text", ColumnKind.DATE: "days"}
