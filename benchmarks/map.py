"""The map of a million customers in a real Chromium without a GPU, beside `st.plotly_chart` of the same points.

    python -m benchmarks.map [--customers 1000000] [--rounds 3] [--store FOLDER] [--alone]

Two servers, Tandem's and a bare Streamlit page with WebGL points, are opened in turn, each in a browser that has seen
neither, then again in the same browser. Every time is read from the page's own clock: a picture counts from the
navigation to the first frame with points in it, a lasso from letting the pointer go to the frame that shows both the
new colours and the new count, a recolouring from the click on the choice to the frame with the new colours. A step of
panning or zooming is the time from one animation frame to the next while each frame moves the map once.
A target that was missed is printed as a loss. `--store` keeps the made-up store from run to run.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from analytics.store.snapshots import current_snapshot
from benchmarks.million import bare_server, publish_million, save_points
from tests.browser.driving import launched, serving
from tests.browser.test_map import lasso

TANDEM_DRAWN = """() => {
  const root = document.querySelector('.st-key-customer_map, [data-testid="stMain"]');
  const host = root && [...root.querySelectorAll('*')].find((each) => each.shadowRoot?.querySelector('.map'));
  return host ? host.shadowRoot.querySelector('.map').dataset.stamp : undefined;
}"""
PLOTLY_DRAWN = """() => {
  const canvas = document.querySelector('canvas.gl-canvas-context');
  if (!canvas || !canvas.width) return undefined;
  const small = document.createElement('canvas');
  small.width = small.height = 64;
  const context = small.getContext('2d');
  context.drawImage(canvas, 0, 0, 64, 64);
  return context.getImageData(0, 0, 64, 64).data.some((part) => part > 0) ? 'drawn' : undefined;
}"""
WATCH = """window.drawn = (DRAWN);
window.firstPicture = new Promise((seen) => {
  const look = () => (window.drawn() ? seen(performance.now()) : requestAnimationFrame(look));
  requestAnimationFrame(look);
});
for (const act of ['pointerup', 'click']) addEventListener(act, () => { window.acted = performance.now(); }, true);"""
EXPECT = """() => {
  const before = window.drawn(), said = document.querySelector('.st-key-who_numbers')?.innerText;
  window.answered = new Promise((seen) => {
    let drawn = 0, told = 0;
    const look = () => {
      if (!drawn && window.drawn() !== before) drawn = performance.now();
      if (!told && document.querySelector('.st-key-who_numbers')?.innerText !== said) told = performance.now();
      if (drawn && (told || window.colourOnly)) seen([drawn - window.acted, Math.max(drawn, told) - window.acted]);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}"""
STEPS = """async (keys) => {
  const root = document.querySelector('.st-key-customer_map, [data-testid="stMain"]');
  const host = [...root.querySelectorAll('*')].find((each) => each.shadowRoot?.querySelector('.map'));
  const canvas = host.shadowRoot.querySelector('canvas.overlay');
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const steps = [], work = [];
  await frame();
  for (const key of keys) {
    const began = await frame();
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const ended = await frame();
    work.push(Number(host.shadowRoot.querySelector('.map').dataset.drawMs));
    steps.push(ended - began);
  }
  return [steps, work];
}"""


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


def one_plotly(browser: Browser, url: str, found: Measured) -> None:
    """Open the bare page twice in a fresh browser."""
    with page_of(browser, PLOTLY_DRAWN) as (page, received):
        found.note("plotly: picture, first time", picture(page, url))
        found.note("plotly: bytes", sum(received))
        page.wait_for_timeout(1000)
        found.note("plotly: picture, again", picture(page, url))


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
        for when in ("first time", "again"):
            ratio = found.middle(f"plotly: picture, {when}") / found.middle(f"tandem: picture, {when}")
            told.append((f"times sooner than st.plotly_chart, {when}", ratio, 20, ratio >= 20))
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
        save_points(snapshot.table("map"), Path(spare) / "points.npz")
        with (
            serving(store) as url,
            bare_server(Path(spare), Path(spare) / "points.npz") as bare,
            sync_playwright() as playwright,
        ):
            browser = launched(playwright, "--enable-unsafe-swiftshader")
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
