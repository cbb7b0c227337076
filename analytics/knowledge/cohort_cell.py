"""A cell of the cohort triangle: who joined when, so many months later, of all customers or of a segment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.errors import InputError

ALL = "all"
_STEPS = {"month": 1, "quarter": 3, "year": 12}
_COHORT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])| Q(?P<quarter>[1-4]))?")
_MOST_MONTHS = 1_200


@dataclass(frozen=True)
class CohortCell:
    """A cell, named so that it stays the same over rebuilds.

    Attributes
    ----------
    cohort : str
        ``2025-03``, ``2025 Q1`` or ``2025``.
    months : int
        Since joining.
    group : str
        A segment's key, or ``all``.
    """

    cohort: str
    months: int
    group: str = ALL

    @property
    def id(self) -> str:
        """As notes name it: ``2025 Q1|12|all``."""
        return f"{self.cohort}|{self.months}|{self.group}"

    @property
    def by(self) -> str:
        """How long its cohort is: ``month``, ``quarter``, ``year``."""
        return "month" if "-" in self.cohort else "quarter" if "Q" in self.cohort else "year"

    @property
    def first_month(self) -> str:
        """The first month of joining, ``2025-01``."""
        year = self.cohort[:4]
        if self.by == "month":
            return self.cohort
        return f"{year}-01" if self.by == "year" else f"{year}-{3 * int(self.cohort[-1]) - 2:02d}"

    @property
    def last_month(self) -> str:
        """The last month of joining, ``2025-03``."""
        year = self.cohort[:4]
        if self.by == "month":
            return self.cohort
        return f"{year}-12" if self.by == "year" else f"{year}-{3 * int(self.cohort[-1]):02d}"


def cohort_cell(text: str) -> CohortCell:
    """Read a cell from its id.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> cell = cohort_cell("2025 Q1|12|all")
    >>> cell.by, cell.first_month, cell.last_month, cell.months
    ('quarter', '2025-01', '2025-03', 12)
    """
    cohort, _, rest = text.partition("|")
    months, _, group = rest.partition("|")
    found = _COHORT.fullmatch(cohort)
    if found is None or not months.isascii() or not months.isdigit() or not group or int(months) > _MOST_MONTHS:
        raise InputError(f'"{text}" is no cell of the cohorts, such as "2025 Q1|12|all".')
    cell = CohortCell(cohort, int(months), group)
    if cell.months % _STEPS[cell.by]:
        raise InputError(f'"{text}": cohorts of a {cell.by} are looked at every {_STEPS[cell.by]} months.')
    return cell
