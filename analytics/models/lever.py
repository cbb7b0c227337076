"""One thing that somebody could do, in steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analytics.models.named_rows import Floats, NamedRows

Move = Callable[[NamedRows, float], Mapping[str, Floats]]


@dataclass(frozen=True)
class Lever:
    """A change with its steps, and with all that it moves along.

    Attributes
    ----------
    name : str
        Such as ``fees``, ``open savings`` or ``more by mobile``.
    acts_on : tuple of str
        Features that are changed, which the catalogue must allow; the first is the one that the change is about.
    follows : tuple of str
        Features that nobody changes by themselves, but that are measured on the same records and so move along.
    sizes : tuple of float
        The steps, from the smallest.
    move : callable
        Gives, for rows and a size, the columns as they would be; a customer for whom the lever is none keeps theirs.
    """

    name: str
    acts_on: tuple[str, ...]
    follows: tuple[str, ...]
    sizes: tuple[float, ...]
    move: Move

    def moved(self, rows: NamedRows, size: float) -> NamedRows:
        """Give the customers as they would be after a step of some size."""
        return rows.changed(self.move(rows, size))
