"""Going through every screen in one session: as an analyst, with a segment and a customer chosen."""

from __future__ import annotations

from collections.abc import Iterator

from pages.shared.screens import SECTIONS
from tests.browser.driving import Visit
from tests.browser.working import open_as
from tests.pages.made_up_full import NOTED

CHOSEN = f"/?segment={NOTED}&customer=C000004"


def every_screen(here: Visit) -> Iterator[str]:
    """Go to each screen by the navigation and wait; gives its title. The first time, everyone is looked at."""
    here.open("/")
    yield "Overview of everyone"
    open_as(here, CHOSEN, "analyst")
    for screens in SECTIONS.values():
        for title in screens.values():
            here.to(title)
            yield title
