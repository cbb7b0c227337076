"""Documents as plain text, as Markdown, and as one HTML file that needs nothing else.

Words come from data: nothing in them may become a heading, a link, a tag or a formula.
"""

from __future__ import annotations

import html
import re

from analytics.insights.explanation.document import Document, Section, Table

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_BEGINNING = re.compile(r"^(\s*)([-+=@>]|\d+[.)])(?=\s|\w|$)")
_FORMULA = re.compile(r"^[=+@\t\r-]")
_NUMBER = re.compile(r"^[+-]?[\d.,\u00a0\u202f]+(e[+-]?\d+)?[%\w\s\u00a0\u202f]*$")

_STYLE = """
:root{color-scheme:light dark;--ink:#0a1628;--paper:#fff;--line:#c9d1dc;--soft:#f2f5f9}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf4;--paper:#10161f;--line:#3a4656;--soft:#1a2330}}
body{font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:50rem;margin:2rem auto;
padding:0 1rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.12rem;margin-top:2rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
th,td{border-bottom:1px solid var(--line);padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top}
th{background:var(--soft)}li{margin:.25rem 0}
@media print{body{margin:0;max-width:none;font-size:11pt}h2{break-after:avoid}tr{break-inside:avoid}}
""".strip()


def clean(text: str) -> str:
    r"""Make words one line without characters that can't be seen.

    Examples
    --------
    >>> clean("a\nb\u202e")
    'a b'
    """
    return _CONTROL.sub("", re.sub(r"[\t\r\n]+", " ", text)).strip()


def as_text(document: Document) -> str:
    """Write plain text: headings on a line of their own, lists with dashes, tables as lines of `column: value`."""
    blocks = [f"{clean(document.title)}\n{'=' * len(clean(document.title))}"]
    blocks += [block for section in document.sections for block in _text_blocks(section)]
    return "\n\n".join(blocks) + "\n"


def as_markdown(document: Document) -> str:
    """Write Markdown; what stands in the data stays text."""
    blocks = [f"# {_escaped(document.title)}"]
    blocks += [block for section in document.sections for block in _markdown_blocks(section)]
    return "\n\n".join(blocks) + "\n"


def as_html(document: Document) -> str:
    """Write one HTML page without a script, a picture or a link to anywhere; printed, it fits A4."""
    title = html.escape(clean(document.title))
    body = "\n".join(_html_section(section) for section in document.sections)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _text_blocks(section: Section) -> list[str]:
    blocks = [f"{clean(section.heading)}\n{'-' * len(clean(section.heading))}"] if section.heading else []
    blocks += [clean(words) for words in section.paragraphs]
    if section.points:
        blocks.append("\n".join(f"- {clean(point)}" for point in section.points))
    if section.table is not None:
        blocks.append("\n".join(_text_row(section.table, row) for row in section.table.rows))
    return blocks + [clean(words) for words in section.after]


def _text_row(table: Table, row: tuple[str, ...]) -> str:
    first, *rest = row
    told = "; ".join(f"{name}: {clean(cell)}" for name, cell in zip(table.columns[1:], rest, strict=True) if cell)
    return f"- {clean(first)} | {told}"


def _markdown_blocks(section: Section) -> list[str]:
    blocks = [f"## {_escaped(section.heading)}"] if section.heading else []
    blocks += [_escaped(words) for words in section.paragraphs]
    if section.points:
        blocks.append("\n".join(f"- {_escaped(point)}" for point in section.points))
    if section.table is not None:
        lines = [section.table.columns, tuple("---" for _ in section.table.columns), *section.table.rows]
        blocks.append("\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines))
    return blocks + [_escaped(words) for words in section.after]


def _cell(words: str) -> str:
    return "---" if words == "---" else _escaped(_harmless(words))


def _escaped(words: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\1", clean(words)).replace("&", "&amp;")
    return _BEGINNING.sub(r"\1\\\2", escaped).replace("://", ":\\//")


def _html_section(section: Section) -> str:
    parts = [f"<h2>{html.escape(clean(section.heading))}</h2>"] if section.heading else []
    parts += [f"<p>{html.escape(clean(words))}</p>" for words in section.paragraphs]
    if section.points:
        parts.append("<ul>" + "".join(f"<li>{html.escape(clean(point))}</li>" for point in section.points) + "</ul>")
    if section.table is not None:
        parts.append(_html_table(section.table))
    parts += [f"<p>{html.escape(clean(words))}</p>" for words in section.after]
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def _html_table(table: Table) -> str:
    head = "".join(f'<th scope="col">{html.escape(clean(name))}</th>' for name in table.columns)
    rows = (
        "<tr>" + "".join(f"<td>{html.escape(clean(_harmless(cell)))}</td>" for cell in row) + "</tr>"
        for row in table.rows
    )
    body = "\n".join(rows)
    return f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'


def _harmless(cell: str) -> str:
    """Put an apostrophe before words that a spreadsheet would run, should a table be pasted into one."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell
