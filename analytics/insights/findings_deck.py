"""A deck made from the board: the findings that were chosen, by whom, and by which data."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.insights.finding_pages import FindingPage

LONGEST = 420
"""Characters of a text that a slide has room for."""


@dataclass(frozen=True)
class Deck:
    """Findings to be shown to others.

    Attributes
    ----------
    title : str
        What it is.
    chosen : str
        Which findings these are.
    made_by : str
        Who made it.
    source : tuple of str
        The data's date, when they were published, and which snapshot it is.
    pages : tuple of FindingPage
        A page a finding, in the order of the board.
    """

    title: str
    chosen: str
    made_by: str
    source: tuple[str, ...]
    pages: tuple[FindingPage, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under the title."""
        n = len(self.pages)
        return (f"{n} {'finding' if n == 1 else 'findings'}: {self.chosen}", *self.source, f"Made by {self.made_by}")

    @property
    def footer(self) -> str:
        """What stands under every page."""
        return " · ".join((*self.source, "in brackets: 90% intervals", f"made by {self.made_by}"))

    @property
    def definitions(self) -> tuple[str, ...]:
        """How the figures are worked out, each once."""
        return tuple(dict.fromkeys(each for page in self.pages for each in page.definitions if page.rows))


def points(page: FindingPage) -> tuple[tuple[str, str], ...]:
    """What a page says beside its figures: each with its label.

    Returns
    -------
    tuple of (str, str)
        How one would know, what came of it, who answers for it, what was changed last.
    """
    told = [
        ("How one would know", page.test),
        ("What came of it", f"{page.came}. {page.by_what}"),
        ("Who answers for it", f"{page.owner}; {page.state.lower()}"),
    ]
    if page.remark:
        told.append(("Note", page.remark))
    if page.history:
        told.append(("Changed last", page.history[-1]))
    return tuple((label, clipped(text)) for label, text in told)


def clipped(text: str) -> str:
    """Cut a text that is longer than a slide has room for, and show that it was cut.

    Examples
    --------
    >>> clipped("short"), len(clipped("x" * 5000))
    ('short', 420)
    """
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
