"""Driving a real Chromium: starting the server, waiting until a page rests, and noticing what should not happen."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page, Playwright, Request

ROOT = Path(__file__).resolve().parents[2]
# `TANDEM_TESTED_PROCESSES=2` runs all browser tests against the front and two servers (docs/dashboard.md).
N_PROCESSES = int(os.environ.get("TANDEM_TESTED_PROCESSES", "1"))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    # Two cores are shared by several browsers and servers: compiling on one thread takes an eighth less of them.
    "--js-flags=--single-threaded",
)
AT_REST = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning'
    && app.getAttribute('data-test-connection-state') === 'CONNECTED'
    && !document.querySelector('[data-testid="stSkeleton"]') && !document.querySelector('[data-stale="true"]');
}"""
# At rest without a break for a while, from now on: what was just clicked reaches the server only after a moment.
STAYS_AT_REST = f"""ms => new Promise(resolve => {{
  const atRest = {AT_REST};
  let since = performance.now();
  const look = () => {{
    const now = performance.now();
    if (!atRest()) since = now;
    if (now - since >= ms) resolve(true); else setTimeout(look, 20);
  }};
  look();
}}).then(() => document.fonts.ready).then(() => true)"""
REST_MS = 350
HEALTH = "/_stcore/health"
_LEFT: WeakKeyDictionary[Browser, list[BrowserContext]] = WeakKeyDictionary()
# A deep link makes Streamlit look for its server below the page's own address first, and find nothing there.
STREAMLITS_OWN = "the server responded with a status of 404"


@dataclass
class Visit:
    """A page of a browser, with all that went wrong on it.

    Attributes
    ----------
    page : Page
        The page.
    url : str
        Where the server is.
    errors : list of str
        Errors on the console.
    outside : list of str
        Requests to anywhere but this machine.
    dialogs : list of str
        Dialogs that a script opened.
    is_as_new : bool
        Whether another test may go on with the page once it is emptied.
    """

    page: Page
    url: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    is_as_new: bool = True

    def at_each_load(self, script: str) -> None:
        """Run a script before those of each address that is opened from now on."""
        self.page.add_init_script(script)
        self.is_as_new = False

    def open(self, path: str = "/") -> None:
        """Go to an address of the server and wait."""
        self.page.goto(self.url + path)
        self.rest()

    def to(self, screen: str) -> None:
        """Go to a screen by the navigation."""
        self.page.get_by_test_id("stSidebarNav").get_by_text(screen, exact=True).click()
        self.page.get_by_role("heading", level=1, name=screen, exact=True).wait_for()
        self.rest()

    def rest(self) -> None:
        """Wait until the page is at rest."""
        self.page.wait_for_function(STAYS_AT_REST, arg=REST_MS, timeout=30_000)

    def clean(self) -> bool:
        """Say whether nothing went wrong: no console error, no request outside, no dialog."""
        return not (self.errors or self.outside or self.dialogs)


def sign_in(visit: Visit, person: str) -> None:
    """Sign in as the sign-in page does; pages that are open notice it when they are opened anew."""
    answer = visit.page.request.post(f"{visit.url}/sign-in", form={"name": person}, max_redirects=0)
    assert answer.status == 303, answer.text()


def quickest_chromium() -> str | None:
    """Where Chromium is; the one without a window of its own, which takes a sixth less of the processors, if it is."""
    usual = shutil.which("chromium")
    return usual and (shutil.which("chromium-headless-shell") or usual)  # it reads files of the usual one


def launched(playwright: Playwright, *more_flags: str, program: str | None = None) -> Browser:
    """Start Debian's Chromium: the usual one unless a program is given."""
    program = program or shutil.which("chromium")
    return playwright.chromium.launch(executable_path=program, headless=True, args=[*FLAGS, *more_flags])


@contextmanager
def visiting(
    browser: Browser,
    url: str,
    *,
    scheme: str = "light",
    width: int = 1440,
    height: int = 900,
    person: str = "analyst",
) -> Iterator[Visit]:
    """Open a browser's page that notices what goes wrong, signed in; as nobody where `person` is empty."""
    page = _page(browser)
    visit = Visit(page, url)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    if person:
        sign_in(visit, person)

    def told(message: ConsoleMessage) -> None:
        if message.type == "error" and STREAMLITS_OWN not in message.text:
            visit.errors.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((url, url.replace("http", "ws"), "data:", "blob:")):
            visit.outside.append(request.url)

    def dismissed(dialog: Dialog) -> None:
        visit.dialogs.append(dialog.message)
        dialog.dismiss()

    def failed(error: Error) -> None:
        visit.errors.append(str(error))

    page.on("console", told)
    page.on("request", asked)
    page.on("pageerror", failed)
    page.on("dialog", dismissed)
    try:
        yield visit
    except BaseException:
        page.context.close()
        raise
    for event, heard in (("console", told), ("request", asked), ("pageerror", failed), ("dialog", dismissed)):
        page.remove_listener(event, heard)
    _leave(visit)


def _page(browser: Browser) -> Page:
    """What an earlier visit left, emptied but for the compiled scripts: to load the app anew takes seconds; or anew."""
    left = _LEFT.setdefault(browser, [])
    if left:
        context = left.pop()
    else:
        context = browser.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
        context.add_init_script("delete window.showSaveFilePicker")
    return context.pages[0] if context.pages else context.new_page()


def _leave(visit: Visit) -> None:
    """Empty the page, close the others, and forget what they kept."""
    page, context = visit.page, visit.page.context
    for each in context.pages:
        if each is not page:
            each.close()
    try:
        # A page of the same server: what was compiled is lost on any other.
        page.goto(f"{visit.url}{HEALTH}")
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        page.unroute_all()
        page.mouse.move(0, 0)
    except Error:  # the server is gone
        visit.is_as_new = False
    if not visit.is_as_new:
        page.close()
    context.clear_cookies()
    if context.browser is not None:
        _LEFT[context.browser].append(context)


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """Serve a store on a free port of this machine; gives the address."""
    with serving_by(store) as (url, _):
        yield url


@contextmanager
def serving_by(
    store: Path, *, port: int = 0, n_processes: int = N_PROCESSES, **settings: str
) -> Iterator[tuple[str, int]]:
    """Serve a store, with more settings of the environment; gives the address and the number of the process."""
    port = port or free_port()
    program = [str(ROOT / "serve.py")]
    if n_processes > 1:
        program = ["-m", "analytics", "serve", "--store", str(store), "--processes", str(n_processes)]
    environment = {**os.environ, "TANDEM_STORE": str(store), **settings}
    command = [sys.executable, *program, "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(240):
                if answers(port):
                    break
                assert server.poll() is None, "the server stopped by itself"
                time.sleep(0.25)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            server.wait(20)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(port: int) -> bool:
    """Say whether the server is up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", HEALTH)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
