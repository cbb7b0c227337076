"""What the browser tests share: one Chromium, and servers on made-up stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from analytics.knowledge.reading import events, knowledge
from analytics.knowledge.roles import Act
from analytics.knowledge.undoing import NOT_UNDONE, undone
from tests.browser.driving import Visit, launched, quickest_chromium, serving, serving_by, visiting
from tests.browser.working import PATIENCE_MS
from tests.pages.acted import acted
from tests.pages.made_up_full import full_store
from tests.pages.made_up_live import live_store

Visiting = Callable[..., AbstractContextManager[Visit]]


@dataclass(frozen=True)
class Served:
    """A store, where it is served, and by which process."""

    store: Path
    url: str
    pid: int


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for tests in a row; it is closed before others come: while it is driven an event loop is running."""
    program = quickest_chromium()
    if program is None:
        pytest.skip("Chromium is not installed: run ./.ci/browser")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = launched(playwright, program=program)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on a made-up store of 2,000 customers, with something on every screen; to read only."""
    store: Path = tmp_path_factory.mktemp("served")
    full_store(store, n=2_000)
    with serving(store) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, served: str) -> Visiting:
    """Open a page on the made-up store: `with visit() as here: …`."""
    return partial(visiting, browser, served)


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on a made-up store of 2,000 customers on which edits show at once."""
    store: Path = tmp_path_factory.mktemp("live")
    live_store(store, n=2_000)
    with serving_by(store) as (url, pid):
        yield Served(store, url, pid)


@pytest.fixture
def live(live_server: Served) -> Iterator[Served]:
    """The server on which edits show at once; what a test leaves is taken back, so that tests may come in any order."""
    store = live_server.store
    before, sequence = _in_force(store), knowledge(store).sequence
    yield live_server
    acts = events(store)
    for event in reversed(acts[sequence:]):
        if event.sequence not in undone(acts) and event.act not in {Act.UNDO, *NOT_UNDONE}:
            acted(store, {"act": "undo", "entry": event.sequence}, author=event.author)
    assert _in_force(store) == before


def _in_force(store: Path) -> tuple[object, ...]:
    known = knowledge(store)
    said = {key for key, note in known.notes.items() if note.withdrawn is None}
    return known.segments, said, known.views, known.cohorts, known.targets, known.lists, known.findings
