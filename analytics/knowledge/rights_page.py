"""The rights of all roles as a page: ``python -m analytics.knowledge.rights_page > docs/rights.md``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from analytics.knowledge.rights import EXPORTS, HOMES, SCREENS, Sight, may_export, may_load, may_open, sight
from analytics.knowledge.roles import Act, Role, may

_INTRODUCTION = """# Who may see and do what

Made from the code (`analytics/knowledge/rights.py`, `analytics/knowledge/roles.py`) by
`python -m analytics.knowledge.rights_page > docs/rights.md`; a test fails where this page or a row is missing, and
another tries every cell on the server (`tests/pages/test_matrix.py`). What is not in a table is refused. Somebody who
is not signed in ([sign-in.md](sign-in.md)) sees the sign-in page, and may do nothing.
"""
_SIGHTS = {
    Sight.IDS: "by the bank's ids",
    Sight.PSEUDONYMS: "by pseudonyms, in groups of at least ten; one id at a time for a purpose, written down",
    Sight.GROUPS: "in groups of at least ten only",
}
_OWNERS = """## What belongs to somebody

- **A saved view** is read by its owner, and by everybody where it is shared; the screen that it opens is checked for
  each reader anew. Its owner changes it; an administrator may withdraw it.
- **A cohort, a note, an alarm rule** is read by whoever has its screens; advisers see no cultural and socioeconomic
  notes. Its author, or an administrator, withdraws it. Nobody agrees to, signs or disputes a note of their own.
- **A question** is read by whom it is put to and who asks, and stands in the history. These two answer it; who asks,
  or an administrator, withdraws it.
- **An act** is read by whoever has History, but for others' own views. Its author undoes it.

Acts by command (`act --as NAME`) are checked by the same tables. Whoever may start commands on the machine can name any
profile there, and read the store: that is for the machine's own accounts to guard.
"""


def rights_page() -> str:
    """Write the page."""
    return "\n".join(
        (
            _INTRODUCTION,
            "## Screens\n",
            _table("screen", SCREENS, _screen),
            "## Acts\n",
            _table("act", Act, lambda role, act: _mark(may(role, Act(act)))),
            "## Files to take along\n\nEach is written into the ledger by the act `export` when it is made.\n",
            _table("file", EXPORTS, lambda role, kind: _mark(may_export(role, kind))),  # type: ignore[arg-type]
            "## Data\n",
            _table("data", ("load, build, stop a build",), lambda role, _: _mark(may_load(role))),
            "## How customers are seen\n",
            "| role | customers |\n|---|---|",
            *(f"| {role} | {_SIGHTS[sight(role)]} |" for role in Role),
            "",
            _OWNERS,
        )
    )


def _table(head: str, rows: Iterable[str], cell: Callable[[Role, str], str]) -> str:
    lines: Sequence[str] = [f"| `{row}` | {' | '.join(cell(role, row) for role in Role)} |" for row in rows]
    return "\n".join((f"| {head} | {' | '.join(Role)} |", f"|---|{'---|' * len(Role)}", *lines, ""))


def _screen(role: Role, screen: str) -> str:
    return "home" if HOMES[role] == screen else _mark(may_open(role, screen))


def _mark(is_allowed: bool) -> str:
    return "yes" if is_allowed else ""


if __name__ == "__main__":
    print(rights_page(), end="")
