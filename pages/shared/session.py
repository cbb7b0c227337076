"""What a person's session remembers, and how it is written into the link: alone touches st.session_state and the URL.

The link holds the selection and the choices of the page that differ from their defaults; opening it elsewhere shows
the same. The selection is kept when the page changes; Streamlit empties the link then, and `begin` writes it again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary, ref

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.fiscal_months import FISCAL_VARIABLE, use_fiscal_year
from analytics.number_marks import LOCALE_VARIABLE, use_locale
from analytics.settings import DEFAULT_STORE
from pages.shared.selection import PARAMETERS, Selection

T = TypeVar("T")


@dataclass
class _Memory:
    selection: Selection = field(default_factory=Selection)
    choices: dict[str, str] = field(default_factory=dict)
    claimed: dict[str, set[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    page: str | None = None
    link: dict[str, str] | None = None
    read: frozenset[str] = frozenset()
    acted: bool = False
    dismissed: set[str] = field(default_factory=set)
    dialog_is_open: bool = False
    form: str = ""
    run: ref[object] | None = None
    of_run: dict[str, object] = field(default_factory=dict)


_memory_of_run: WeakKeyDictionary[object, _Memory] = WeakKeyDictionary()
"""Of the runs that are under way; a run is one session's. A memory must not hold its run, or neither would ever go."""


def follow_settings() -> None:
    """Write numbers and months as `TANDEM_LOCALE` and `TANDEM_FISCAL_YEAR` say, in the whole process."""
    use_locale(os.environ.get(LOCALE_VARIABLE, ""))
    use_fiscal_year(os.environ.get(FISCAL_VARIABLE, ""))


def store() -> Path:
    """The folder of the store that is served."""
    return Path(os.environ.get("TANDEM_STORE", str(DEFAULT_STORE)))


def belong_to(name: str) -> None:
    """Forget everything where somebody else signed in meanwhile; `app.py` calls it first of all."""
    if kept("belongs_to", lambda: name) != name:
        st.session_state.clear()
        if (run := _run()) is not None:
            _memory_of_run.pop(run, None)
        keep("belongs_to", name)


def begin(page: str) -> None:
    """Make the session and the link agree; `app.py` calls it once a run, before the page.

    What the person just did wins; else a link that is not the one last written is read (opened from elsewhere, or
    reached with the browser's Back); else what the session remembers is written.
    """
    memory = _memory()
    link = st.query_params.to_dict()
    changed_page = memory.page is not None and memory.page != page
    memory.read = frozenset()
    if not memory.acted and link != memory.link and (link or not changed_page):
        memory.selection, notes = Selection.from_query(link)
        memory.notes.extend(notes)
        memory.read = frozenset(link)
        memory.choices.update({name: text for name, text in link.items() if name not in PARAMETERS})
        for name in memory.claimed.get(page, set()) - link.keys():
            memory.choices.pop(name, None)
    if memory.page != page:
        memory.form = ""
    memory.page, memory.acted, memory.dialog_is_open = page, False, False
    _write_link(memory)


def selection() -> Selection:
    """The selection in force."""
    return _memory().selection


def select(chosen: Selection) -> None:
    """Put another selection in force; outside a callback, call `rerun` afterwards."""
    memory = _memory()
    memory.selection, memory.acted = chosen, True


def correct(chosen: Selection) -> None:
    """Put a selection in force that leaves out what is not known here; the link follows at once."""
    memory = _memory()
    memory.selection = chosen
    _write_link(memory)


def change(**parts: object) -> None:
    """Change parts of the selection: `change(region="R03", area=None)`."""
    select(replace(_memory().selection, **parts))  # type: ignore[arg-type]


def choice(name: str, options: Sequence[str], default: str) -> str:
    """The page's own choice of this name (a level, what to colour by): remembered, and in the link unless default.

    A value that is not among the options is left out with a note.
    """
    memory = _memory()
    memory.claimed.setdefault(memory.page or "", set()).add(name)
    value = memory.choices.get(name, default)
    if value not in options:
        memory.choices.pop(name, None)
        # The link as it was read too: the page's choices before this one have written it anew.
        if name in memory.read or name in (memory.link or {}):
            memory.notes.append(f"The link's “{name}” was not understood and is left out.")
        value = default
    if value == default:
        memory.choices.pop(name, None)
    _write_link(memory)
    return value


def free_choice(name: str) -> str:
    """The page's own choice of this name where it may be any text; empty unless chosen. The page checks it."""
    memory = _memory()
    memory.claimed.setdefault(memory.page or "", set()).add(name)
    value = memory.choices.get(name, "")
    _write_link(memory)
    return value


def choose(name: str, value: str) -> None:
    """Make a choice; see `select` for when to rerun."""
    memory = _memory()
    memory.choices[name] = value
    memory.acted = True


def address() -> tuple[str, dict[str, str]]:
    """The screen that is open and its parameters, as they stand in the link."""
    memory = _memory()
    return memory.page or "overview", dict(memory.link or {})


def link() -> dict[str, str]:
    """The parameters that stand in the link just now."""
    return st.query_params.to_dict()


def take_notes() -> tuple[str, ...]:
    """Take the notes about what was left out of a link, each once."""
    memory = _memory()
    notes, memory.notes = tuple(dict.fromkeys(memory.notes)), []
    return notes


def leave_note(text: str) -> None:
    """Leave a note that the page's frame shows once."""
    _memory().notes.append(text)


def prime(key: str, value: object) -> str:
    """Set a widget's value before it is drawn; gives the key back, for `key=prime("filter_region", region)`."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def widget_value(key: str) -> object:
    """The value of a widget, inside its callback."""
    return st.session_state[key]


def ticked_rows(key: str) -> list[int]:
    """The numbers of the rows that are ticked in a table, inside its callback."""
    state = st.session_state.get(key)
    chosen = state["selection"]["rows"] if state else []
    return [int(row) for row in chosen]


def drop_widget(key: str) -> None:
    """Forget what stands in a widget, once it was saved."""
    st.session_state.pop(key, None)


def kept(key: str, make: Callable[[], T]) -> T:
    """A value of this session only, made at first use (an uploaded file's mapping, a running process)."""
    name = f"kept:{key}"
    if name not in st.session_state:
        st.session_state[name] = make()
    value: T = st.session_state[name]
    return value


def keep(key: str, value: object) -> None:
    """Put a value in place of a `kept` one."""
    st.session_state[f"kept:{key}"] = value


def drop(key: str) -> None:
    """Forget a `kept` value."""
    st.session_state.pop(f"kept:{key}", None)


def once_a_run(name: str, make: Callable[[], T]) -> T:
    """A value that is made anew in each run of the page, or of a part that draws itself anew, and once in it."""
    run = _run()
    if run is None:
        return make()
    memory = _memory()
    if memory.run is None or memory.run() is not run:
        memory.run, memory.of_run = ref(run), {}
    if name not in memory.of_run:
        memory.of_run[name] = make()
    value: T = memory.of_run[name]  # type: ignore[assignment]
    return value


def dismiss(what: str) -> None:
    """Remember that a hint was dismissed."""
    _memory().dismissed.add(what)


def is_dismissed(what: str) -> bool:
    """Say whether a hint was dismissed in this session."""
    return what in _memory().dismissed


def open_dialog() -> None:
    """Remember that a dialog is open: others' changes then wait, so that nobody's writing is cut off."""
    _memory().dialog_is_open = True


def form_is_wanted(form: str, *, is_pressed: bool) -> bool:
    """Say whether to draw a form: its button was pressed, or it was open when a dropped connection came back.

    Streamlit draws the page anew then, and would close what nobody closed, with what was written in it.
    """
    memory = _memory()
    if not is_pressed and (memory.form != form or memory.dialog_is_open):
        return False
    memory.form = form
    open_dialog()
    return True


def close_dialog() -> None:
    """Remember that it was closed; the page's next run draws it no more."""
    _memory().dialog_is_open = False
    _memory().form = ""


def dialog_is_open() -> bool:
    """Say whether a dialog is open in this session."""
    return _memory().dialog_is_open


def leave_closed_dialog() -> None:
    """Draw the page anew where a callback closed the dialog that is being drawn; forms call it first."""
    if not _memory().dialog_is_open:
        st.rerun()


def rerun() -> None:
    """Run the page again from the top (not needed in callbacks)."""
    st.rerun()


def go(page: str) -> None:
    """Go to another screen, the selection kept: `go("pages/explore/customers.py")`. Call it outside callbacks."""
    memory = _memory()
    memory.acted = True
    st.switch_page(page, query_params=memory.selection.query())


def _memory() -> _Memory:
    # Asked for some eighty times a run; Streamlit looks through all that a session keeps, each time.
    run = _run()
    known = None if run is None else _memory_of_run.get(run)
    if known is not None:
        return known
    memory = st.session_state.get("tandem")
    if not isinstance(memory, _Memory):
        memory = _Memory()
        st.session_state["tandem"] = memory
    if run is not None:
        _memory_of_run[run] = memory
    return memory


def _run() -> object | None:
    """What stands for this run of the page: made by Streamlit when it begins, before callbacks, never used again."""
    context = get_script_run_ctx()
    return None if context is None else context.parallel_coordinator


def _write_link(memory: _Memory) -> None:
    claimed = memory.claimed.get(memory.page or "")
    chosen = {name: text for name, text in memory.choices.items() if claimed is None or name in claimed}
    link = {**chosen, **memory.selection.query()}
    if link != st.query_params.to_dict():
        st.query_params.from_dict(link)
    memory.link = link
