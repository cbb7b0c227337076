"""Words from data that would run, fetch or colour something are words in the one HTML file of an explanation."""

from __future__ import annotations

import os
from functools import cache
from html.parser import HTMLParser

import pytest

from analytics.insights.explanation.written_out import as_html, clean
from tests.browser.payloads import PAYLOADS
from tests.insights.explanation.hostile_records import documents_of

BY_DAY = 20
"""Every tenth of the texts by day."""
CHOSEN = PAYLOADS if os.environ.get("TANDEM_SLOW") == "1" else PAYLOADS[:: len(PAYLOADS) // BY_DAY]
HARMLESS = "harmless"


class Read(HTMLParser):
    """A page as a browser takes it apart: its tags with their attributes, and what stands between them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.others: list[str] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_data(self, data: str) -> None:
        self.words += data


@cache
def harmless() -> tuple[Read, ...]:
    return tuple(Read(as_html(document)) for document in documents_of(HARMLESS))


def alike(text: str) -> str:
    """A text as far as our sentences leave it: they write names without underscores, and begin with a capital."""
    return text.replace("_", " ").replace("'", "").casefold()


@pytest.mark.parametrize("payload", CHOSEN, ids=lambda payload: payload[:20])
def test_a_page_is_made_of_the_same_tags_whatever_the_data_say_and_shows_what_they_say(payload: str) -> None:
    for plain, document in zip(harmless(), documents_of(payload), strict=True):
        read = Read(as_html(document))
        assert read.tags == plain.tags
        assert read.others == plain.others == []
        assert alike(clean(payload)) in alike(read.words)


def test_every_text_of_a_record_stands_in_some_page() -> None:
    told = [each.words.casefold().count(HARMLESS) for each in harmless()]
    assert min(told) >= 1
    assert max(told) >= 20, "the regulator's page has them all"


def test_a_page_may_fetch_and_run_nothing_and_holds_no_address() -> None:
    for page in harmless():
        policy = [dict(told)["content"] for tag, told in page.tags if tag == "meta" and "http-equiv" in dict(told)]
        assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
        assert {name for _, told in page.tags for name, _ in told} <= {
            *("lang", "charset", "http-equiv", "content", "name", "scope", "class")
        }
        assert {tag.removeprefix("/") for tag, _ in page.tags}.isdisjoint({"script", "img", "link", "a", "iframe"})
