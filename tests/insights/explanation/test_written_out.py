"""Documents as text, Markdown and HTML: nothing in the data becomes markup, a link or a formula."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.insights.explanation.document import Document, Section, Table
from analytics.insights.explanation.written_out import as_html, as_markdown, as_text

HOSTILE = "<script>alert(1)</script> [x](http://y) **b** =1+1 | # h"


def document(words: str) -> Document:
    table = Table(("What", "Value"), ((words, words),))
    return Document(words, (Section(words, (words,), (words,), table, (words,)),))


class Seen(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.cells: list[str] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [str(value) for name, value in attrs if name in ("href", "src", "onload", "onclick")]
        self._in_cell = tag == "td"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.cells.append(data)


@given(st.text(max_size=40).map(lambda text: f"{text} {HOSTILE}"))
@settings(max_examples=40, deadline=None)
def test_a_page_has_only_its_own_tags_and_needs_nothing_from_elsewhere(words: str) -> None:
    seen = Seen(as_html(document(words)))
    assert "script" not in seen.tags
    assert not seen.tags & {"img", "a", "link", "iframe", "b", "base", "object"}
    assert seen.links == []


def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe_and_numbers_stay() -> None:
    rows = (("=1+1", "−12.5%"), ("@SUM(A1)", "-3"), ("+cmd", "+0.270"))
    seen = Seen(as_html(Document("t", (Section("", table=Table(("a", "b"), rows)),))))
    assert [cell for cell in seen.cells if cell.strip()] == ["'=1+1", "−12.5%", "'@SUM(A1)", "-3", "'+cmd", "+0.270"]


def test_markdown_shows_what_the_data_say_and_makes_nothing_of_it() -> None:
    written = as_markdown(Document("t", (Section("", (HOSTILE, "# no heading", "1. no list", "- none"), ("a\n# b",)),)))
    assert "\\<script\\>alert(1)\\</script\\>" in written
    assert "\\[x\\](http:\\//y)" in written
    for line in written.splitlines()[1:]:
        assert not line.startswith("#")
        assert not line.startswith("1.")
    assert "\\- none" in written


def test_plain_text_lists_rows_by_what_they_are() -> None:
    table = Table(("What", "Value", "More"), (("Fees", "40 EUR", ""),))
    assert (
        as_text(Document("Why", (Section("All", table=table),))) == "Why\n===\n\nAll\n---\n\n- Fees | Value: 40 EUR\n"
    )
