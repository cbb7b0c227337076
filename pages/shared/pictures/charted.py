"""Which charts a page drew, and what a picture of them is called and says at its foot.

Nothing is worked out while the page is drawn: a chart leaves its name here, and the rest is made when it is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analytics.knowledge.rights import Export
from pages.shared import panels, session
from pages.shared.filters import counted, filter_words
from pages.shared.formats import day, moment
from pages.shared.frame import Frame
from pages.shared.readers import facts

BOTH = ("png", "svg")
"""A drawing is kept as one; a map of points, of which there may be a million, is not."""
PNG_ONLY = ("png",)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Chart:
    """A chart on the page.

    Attributes
    ----------
    key : str
        Its key on the page.
    kind : Export
        Which right it takes.
    forms : tuple of str
        How it can be taken along.
    """

    key: str
    kind: Export = Export.TABLE
    forms: tuple[str, ...] = BOTH

    @property
    def place(self) -> str:
        """How the browser finds it: Streamlit writes an element's key as a class so."""
        return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", self.key.strip())


def charted() -> dict[str, Chart]:
    """Give the charts that this run of the page has drawn so far, by their place."""
    return session.once_a_run("charted", dict)


def drawn(chart: Chart) -> None:
    """Remember that a chart was drawn; whoever draws one calls it."""
    charted()[chart.place] = chart


def name_of(chart: Chart, page: Frame, title: str) -> str:
    """Name a chart after its screen and its own key, without what the key holds of data and choices.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> page = SimpleNamespace(snapshot=SimpleNamespace(id="s1"))
    >>> name_of(Chart("cohorts_s1_quarter"), page, "Cohorts"), name_of(Chart("kpi_line"), page, "Retention")
    ('cohorts', 'retention-kpi-line')
    """
    own = chart.key.partition(f"_{page.snapshot.id}")[0].replace("_", "-").lower()
    screen = title.replace(" ", "-").lower()
    return (own if own == screen else f"{screen}-{own}")[:LONGEST_NAME]


def file_name(name: str, page: Frame, form: str) -> str:
    """Name the picture's file as other exports are: what it shows, the filters, the data's date."""
    return f"{panels.file_name(name, page).removesuffix('.csv')}.{form}"


def foot(page: Frame) -> tuple[str, ...]:
    """Say what stands at the foot of a picture: the data's date, who is shown and how many, and the source."""
    chosen = page.selection
    whom = [filter_words(page.snapshot, chosen, name) for name in chosen.filters()]
    source = facts.text_fact(page.snapshot, "source_name")
    told = (
        f"Source: {source}" if source else "",
        f"refreshed {moment(facts.text_fact(page.snapshot, 'created_at') or None)}",
        f"snapshot {page.snapshot.id}",
        "Tandem",
    )
    about = (f"Data as of {day(facts.as_of(page.snapshot))}", *whom, counted(page.snapshot, chosen))
    return " · ".join(about), " · ".join(part for part in told if part)
