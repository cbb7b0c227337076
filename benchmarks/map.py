"""The map of a million customers in a real Chromium without a GPU, beside `st.plotly_chart` of the same points.

    python -m benchmarks.map [--customers 1000000] [--rounds 3] [--store FOLDER] [--alone]

Two servers, Tandem's and a bare Streamlit page with WebGL points, are opened in turn, each in a browser that has seen
neither, then again in the same browser, after Tandem's server has read ahead, as it does when it starts. Every time is
read from the page's own clock: a picture counts from the navigation to the first frame with points in it, a lasso from
letting the pointer go to the frame that shows both the new colours and the new count, a recolouring from the click on
the choice to the frame with the new colours. A step of panning or zooming is the time from one animation frame to the
next while each frame moves the map once. Mind what else the machine does: an answer passes between four processes, and
waits for each. `chrt -r 1` before the command lets it pass first.
A target that was missed is printed as a loss. `--store` keeps the made-up store from run to run.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from analytics.store.snapshots import current_snapshot
from benchmarks.million import bare_server, publish_million, save_points
from benchmarks.page_clock import EXPECT, PLOTLY_DRAWN, STEPS, TANDEM_DRAWN, WATCH
from tests.browser.driving import launched, serving
from tests.browser.test_map import lasso


@dataclass
class Measured:
    """What was measured, in milliseconds and bytes, a value a round."""

    figures: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, *values: float) -> None:
        """Add values of a figure."""
        self.figures.setdefault(name, []).extend(values)

    def middle(self, name: str) -> float:
        """The median of a figure."""
        return statistics.median(self.figures[name])


@contextmanager
def page_of(browser: Browser, drawn: str) -> Iterator[tuple[Page, list[int]]]:
    """A page of a browser that has seen nothing yet, and the sizes of what its websockets receive."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(WATCH.replace("DRAWN", drawn))
    page = context.new_page()
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    try:
        yield page, received
    finally:
        context.close()


def picture(page: Page, url: str, *, patience: float = 240) -> float:
    """Open an address; milliseconds until points are seen."""
    page.set_default_timeout(patience * 1000)
    page.goto(url)
    return float(page.evaluate("() => window.firstPicture"))


def until_read_ahead(browser: Browser, url: str) -> None:
    """Wait until the server has read ahead what the map needs: it has once a lasso is answered in full."""
    with page_of(browser, TANDEM_DRAWN) as (page, _):
        picture(page, f"{url}/segment_map")
        lasso(page, 0.3, 0.7, 70)
        page.get_by_text("What sets them apart").wait_for()


def one_plotly(browser: Browser, url: str, found: Measured) -> None:
    """Open the bare page twice in a fresh browser; then with each customer's risk at the pointer, as Tandem has it."""
    with page_of(browser, PLOTLY_DRAWN) as (page, received):
        found.note("plotly: picture, first time", picture(page, url))
        found.note("plotly: bytes", sum(received))
        page.wait_for_timeout(1000)
        found.note("plotly: picture, again", picture(page, url))
    with page_of(browser, PLOTLY_DRAWN) as (page, received):
        found.note("plotly with hover: picture, first time", picture(page, f"{url}/?hover=1"))
        found.note("plotly with hover: bytes", sum(received))
        page.wait_for_timeout(1000)
        found.note("plotly with hover: picture, again", picture(page, f"{url}/?hover=1"))


def one_tandem(browser: Browser, url: str, found: Measured) -> None:
    """Open the map twice in a fresh browser, then use it."""
    with page_of(browser, TANDEM_DRAWN) as (page, received):
        found.note("tandem: picture, first time", picture(page, f"{url}/segment_map"))
        page.wait_for_timeout(1500)
        found.note("tandem: bytes", sum(received))
        found.note("tandem: picture, again", picture(page, f"{url}/segment_map"))
        page.wait_for_timeout(2500)
        for name, keys in (("pan", ["ArrowLeft", "ArrowRight"] * 30), ("zoom", (["+"] * 5 + ["-"] * 5) * 4)):
            steps, work = page.evaluate(STEPS, keys)
            found.note(f"tandem: {name}, a step", *steps)
            found.note(f"tandem: {name}, drawing", *work)
        page.locator("canvas.overlay").press("0")
        for across, down in ((0.3, 0.7), (0.7, 0.6), (0.45, 0.3)):
            received.clear()
            lassoed(page, across, down, found)
            found.note("tandem: bytes after a lasso", sum(received))
        recoloured(page, found)


def lassoed(page: Page, across: float, down: float, found: Measured) -> None:
    """Draw around some customers; milliseconds to the colours and to the count."""
    page.evaluate(EXPECT)
    lasso(page, across, down, 70)
    drawn, both = page.evaluate("() => window.answered")
    found.note("tandem: lasso, colours", drawn)
    found.note("tandem: lasso, colours and count", both)
    page.wait_for_timeout(1500)


def recoloured(page: Page, found: Measured) -> None:
    """Choose what to colour by; milliseconds to the colours."""
    page.evaluate("() => { window.colourOnly = true; }")
    for words in ("Risk", "How firmly in its segment", "Segment"):
        page.get_by_role("combobox", name="Colour by").click()
        option = page.get_by_role("option", name=words, exact=True)
        option.wait_for()
        page.evaluate(EXPECT)
        option.click()
        found.note("tandem: recolouring", page.evaluate("() => window.answered")[0])
        page.wait_for_timeout(800)


def verdicts(found: Measured, alone: bool) -> list[tuple[str, float, float, bool]]:
    """Each target: its name, what was measured, the limit, and whether it was met."""
    limits = {
        "tandem: bytes": 6e6,
        "tandem: picture, first time": 2000,
        "tandem: picture, again": 1000,
        "tandem: pan, a step": 17,
        "tandem: zoom, a step": 17,
        "tandem: lasso, colours and count": 300,
        "tandem: recolouring": 300,
    }
    told = [(name, found.middle(name), limit, found.middle(name) <= limit) for name, limit in limits.items()]
    if not alone:
        for peer, when in itertools.product(("plotly", "plotly with hover"), ("first time", "again")):
            ratio = found.middle(f"{peer}: picture, {when}") / found.middle(f"tandem: picture, {when}")
            told.append((f"times sooner than {peer}, {when}", ratio, 20, ratio >= 20))
    return told


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--alone", action="store_true", help="leave st.plotly_chart out")
    asked = parser.parse_args()
    found = Measured()
    with tempfile.TemporaryDirectory() as spare:
        store = asked.store or Path(spare) / "store"
        if not store.exists():
            publish_million(store, asked.customers)
        snapshot = current_snapshot(store)
        assert snapshot is not None
        save_points(snapshot, Path(spare) / "points.feather")
        with (
            serving(store) as url,
            bare_server(Path(spare), Path(spare) / "points.feather") as bare,
            sync_playwright() as playwright,
        ):
            browser = launched(playwright, "--enable-unsafe-swiftshader")
            until_read_ahead(browser, url)
            for _ in range(asked.rounds):
                one_tandem(browser, url, found)
                if not asked.alone:
                    one_plotly(browser, bare, found)
            browser.close()
    for name, values in found.figures.items():
        print(f"{name:42s} median {statistics.median(values):12,.1f}  worst {max(values):12,.1f}  n {len(values)}")
    for name, value, limit, met in verdicts(found, asked.alone):
        print(f"{'met ' if met else 'LOST'}  {name:42s} {value:12,.1f}  limit {limit:,.0f}")


if __name__ == "__main__":
    main()
