"""`explain`: one customer's risk, in the words of one reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from analytics.commands.taking_along import AsOption, write_down
from analytics.commands.terminal import DEFAULT, StoreOption, say
from analytics.errors import InputError, StoreEmptyError
from analytics.explaining import explanation_of
from analytics.insights.explanation.document import Document
from analytics.insights.explanation.readers import Reader, document_for
from analytics.insights.explanation.written_out import as_html, as_markdown, as_text
from analytics.knowledge.rights import Export
from analytics.live import live_snapshot
from analytics.settings import DEFAULT_OUTCOME
from analytics.store.durable import write_durably

_FORMS: dict[str, Callable[[Document], str]] = {".txt": as_text, ".md": as_markdown, ".html": as_html}


def explain(
    customer_id: Annotated[str, typer.Argument(help="The customer.")],
    outcome: Annotated[str | None, typer.Option(help="The outcome; the default one if not given.")] = None,
    reader: Annotated[str, typer.Option(help="plain, analyst or regulator.")] = Reader.PLAIN.value,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="A file that ends in .txt, .md or .html.")
    ] = None,
    name_of_user: AsOption = None,
    store: StoreOption = DEFAULT,
) -> None:
    """Say why a customer's risk is what it is, and what would change it."""
    whom, write = _reader(reader), _form(to)
    snapshot = live_snapshot(store)
    if snapshot is None:
        raise StoreEmptyError(f"Nothing is published in {store} yet: run build.")
    asked = outcome or str(snapshot.facts.get("default_outcome") or DEFAULT_OUTCOME)
    text = write(document_for(whom, explanation_of(snapshot, customer_id, asked)))
    form = "text" if to is None else to.suffix.lower().removeprefix(".")
    about = f"customer {customer_id}, {asked}, for {whom}"
    write_down(store, Export.EXPLANATION, what="explanation", form=form, about=about, name=name_of_user)
    if to is None:
        say(text.rstrip("\n"))
        return
    write_durably(to, text.encode("utf-8"))
    say(f"Wrote the explanation of {customer_id} to {to}.")


def _reader(text: str) -> Reader:
    try:
        return Reader(text)
    except ValueError:
        raise InputError(f'--reader "{text}" is none of: {", ".join(Reader)}.') from None


def _form(to: Path | None) -> Callable[[Document], str]:
    if to is None:
        return as_text
    if to.suffix.lower() not in _FORMS:
        raise InputError(f"{to.name} should end in {', '.join(_FORMS)}, which decides how the text is written.")
    if not to.parent.is_dir():
        raise InputError(f"There is no folder {to.parent} to write {to.name} into.")
    if to.is_dir():
        raise InputError(f"{to} is a folder. Name a file in it.")
    return _FORMS[to.suffix.lower()]
