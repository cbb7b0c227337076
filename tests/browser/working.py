"""Working on a screen in a real browser as a person of the bank: choosing who one is, opening forms, doing acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator

from analytics.knowledge.reading import knowledge
from analytics.live import live_snapshot
from tests.browser.driving import Visit, sign_in, visiting

PATIENCE_MS = 30_000


@contextmanager
def working(browser: Browser, url: str, path: str, *, person: str, **more: object) -> Iterator[Visit]:
    """Open a screen as a person."""
    with visiting(browser, url, **more) as here:  # type: ignore[arg-type]
        open_as(here, path, person)
        yield here


def open_as(here: Visit, path: str, person: str) -> None:
    """Sign in, and open a link, which begins anew."""
    sign_in(here, person)
    here.open(path)


def work_as(here: Visit, person: str) -> None:
    """Sign in as somebody else, and open the same address anew."""
    sign_in(here, person)
    here.page.reload()
    here.rest()


def form(here: Visit, button: str) -> Locator:
    """Open a form by its button above the page; gives the dialog."""
    here.page.locator(".st-key-act_menu").get_by_role("button", name=button).click()
    return dialog(here)


def dialog(here: Visit) -> Locator:
    """The dialog that is open."""
    found = here.page.get_by_role("dialog")
    found.wait_for()
    here.rest()
    return found


def write(here: Visit, field: Locator, text: str) -> None:
    """Write into a field and leave it, as a person does."""
    field.fill(text)
    here.page.keyboard.press("Tab")
    here.rest()


def pick(here: Visit, box: Locator, text: str) -> None:
    """Choose in a list by writing the beginning of what is wanted."""
    box.click()
    here.page.keyboard.type(text)
    here.page.get_by_role("option", name=text).first.click()
    here.rest()


def do(here: Visit, form: Locator, button: str, said: str) -> None:
    """Press a form's button, and wait until the page says that it was done."""
    form.get_by_role("button", name=button).last.click()
    here.page.locator(".st-key-act_done").get_by_text(said).first.wait_for()
    here.page.get_by_role("dialog").wait_for(state="hidden")
    here.rest()


def undo(here: Visit) -> None:
    """Take the last act back by its key."""
    here.page.keyboard.press("u")
    here.page.locator(".st-key-act_done").get_by_text("Undone:").first.wait_for()
    here.rest()


def members(store: Path, level: int) -> dict[str, frozenset[str]]:
    """Who is in which segment as it is served now: from a segment's key to its customers' ids."""
    snapshot = live_snapshot(store)
    assert snapshot is not None
    table = snapshot.table("membership")
    table = table[table["level"] == level]
    keys = snapshot.table("segments").set_index("segment_id")["segment_key"].astype(str)
    found = table.groupby(table["segment_id"].astype(str).map(keys), observed=True)["customer_id"]
    return {str(key): frozenset(ids.astype(str)) for key, ids in found}


def names(store: Path) -> dict[str, str]:
    """What segments are called as it is served now, by key."""
    snapshot = live_snapshot(store)
    assert snapshot is not None
    table = snapshot.table("segments")
    return dict(zip(table["segment_key"].astype(str), table["name"].astype(str), strict=True))


def sequence(store: Path) -> int:
    """The number of the last act."""
    return knowledge(store).sequence
