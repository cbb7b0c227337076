"""Rules over features and attributes: read by us, never run as SQL or Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

import numpy as np
import pandas as pd

from analytics.knowledge.payment_count import PaymentCount
from analytics.knowledge.rule_tree import AllOf, AnyOf, Condition, Counted, Counts, Not
from analytics.knowledge.rule_words import RuleError

_ALIASES = {
    "gender": ("sex",),
    "birth_date": ("age", "age_years", "birthday", "birth_year", "date_of_birth"),
    "language": ("mother_tongue", "native_language"),
    "region_id": ("region", "region_name"),
}
"""Other names under which a protected column is asked for."""


class ColumnKind(StrEnum):
    """What a column of a rule holds."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "true or false"


@dataclass(frozen=True)
class RuleColumns:
    """What a rule may name.

    Attributes
    ----------
    kinds : mapping of str to ColumnKind
        The features and attributes, and ``regions.COLUMN``.
    protected : frozenset of str
        Columns that no rule may name, nor anything that says the same.
    """

    kinds: Mapping[str, ColumnKind]
    protected: frozenset[str] = field(default_factory=frozenset)

    def kind(self, name: str) -> ColumnKind:
        """Say what a column holds.

        Raises
        ------
        RuleError
            If it is protected, or isn't there; then with the name that looks most like it.
        """
        refused = self._protected_behind(name)
        if refused is not None:
            called = f'"{name}"' if name == refused else f'"{name}" says what "{refused}" says, which'
            raise RuleError(
                f"{called} is protected: no rule, model or segment may use it. Describe the customers by what they do, "
                "and read what differs between protected groups on the screens that show it apart."
            )
        if name in self.kinds:
            return self.kinds[name]
        lowered = {each.lower(): each for each in self.kinds}
        close = get_close_matches(name.lower(), lowered, n=1, cutoff=0.5)
        meant = f' Did you mean "{lowered[close[0]]}"?' if close else " The feature catalogue lists the names."
        raise RuleError(f'There is no feature or attribute "{name}".{meant}')

    def _protected_behind(self, name: str) -> str | None:
        last = name.rsplit(".", maxsplit=1)[-1].lower()
        for column in sorted(self.protected):
            if last == column.lower() or (last in _ALIASES.get(column, ()) and name not in self.kinds):
                return column
        through_region = "region_id" in self.protected and (name.startswith("regions.") or last == "region_name")
        return "region_id" if through_region else None


@dataclass(frozen=True)
class Rule:
    """A rule that was read.

    Attributes
    ----------
    condition : Condition
        What it says, as a tree.

    Examples
    --------
    >>> columns = RuleColumns({"balance": ColumnKind.NUMBER, "region_id": ColumnKind.TEXT})
    >>> rule = parse("not (balance<1000) AND region_id in ('R03')", columns)
    >>> str(rule)
    "not balance < 1000 and region_id in ('R03')"
    >>> frame = pd.DataFrame({"balance": [5.0, 2000.0, None], "region_id": ["R03", "R03", "R01"]})
    >>> rule.mask(frame).tolist()
    [False, True, False]
    """

    condition: Condition

    def __str__(self) -> str:
        """Write it in its canonical form: parsing that gives the same rule."""
        return str(self.condition)

    @property
    def names(self) -> frozenset[str]:
        """The columns that it names."""
        return frozenset(name for part in _leaves(self.condition) for name in _named_by(part))

    @property
    def payments(self) -> frozenset[PaymentCount]:
        """The numbers of payments that it needs."""
        return frozenset(part.payments for part in _leaves(self.condition) if isinstance(part, Counted))

    def mask(self, frame: pd.DataFrame, counts: Counts | None = None) -> pd.Series[bool]:
        """Say for whom it holds.

        Parameters
        ----------
        frame : DataFrame
            A row a customer, with the columns of `names`.
        counts : mapping of PaymentCount to Series, optional
            For each of `payments` the number a customer, by the frame's index; who is not in it has 0.

        Returns
        -------
        Series of bool
            With the frame's index. A comparison with a missing value doesn't hold.

        Raises
        ------
        RuleError
            If a column or a number of payments is not handed in.
        """
        lacking = sorted(self.names - set(frame.columns))
        uncounted = self.payments - set(counts or {})
        if lacking or uncounted:
            missing = [*lacking, *sorted(map(str, uncounted))]
            raise RuleError(f"The rule can't be worked out: there is nothing on {', '.join(missing)}.")
        return pd.Series(self.condition.holds(frame, counts or {}), index=frame.index, dtype=np.bool_)


def parse(text: str, columns: RuleColumns) -> Rule:
    """Read a rule.

    Parameters
    ----------
    text : str
        Comparisons (``= != < <= > >=``, ``in``, ``not in``, ``between``, ``is missing``, ``is not missing``) over
        features and attributes, and numbers of payments (``payments(category = 'rent') >= 2``), joined by
        ``and``, ``or``, ``not`` and parentheses.
    columns : RuleColumns
        What it may name.

    Returns
    -------
    Rule
        The rule.

    Raises
    ------
    RuleError
        If it can't be read, names an unknown or protected column, or compares what can't be compared.
    """
    from analytics.knowledge.rule_parser import Parser

    return Rule(Parser(text, columns).rule())


def _leaves(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from _leaves(part)
    elif isinstance(condition, Not):
        yield from _leaves(condition.part)
    else:
        yield condition


def _named_by(part: Condition) -> tuple[str, ...]:
    return () if isinstance(part, Counted | AllOf | AnyOf | Not) else (part.column,)
