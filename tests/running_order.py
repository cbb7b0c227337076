"""In which order the files of tests are run: so that nobody waits for a store, and waiting is filled with work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path

import pytest

BROWSER_TESTS = Path(__file__).parent / "browser"
# What lasts longest is begun first, so that at the end no process is left alone with it.
LONGEST_IN_THE_BROWSER = (
    "test_two_at_once.py",
    "test_every_screen.py",
    "test_hostile_text.py",
    "test_forms_and_keys.py",
)
LONGEST_OF_OTHERS = (
    "test_pipeline.py",
    "test_contract.py",
    "test_live.py",
    "test_pseudonyms.py",
    "test_killed_builds.py",
    "test_calls.py",
)


def in_one_process(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Put the browser's tests last: they share one browser."""
    return sorted(items, key=_is_browsers)


def side_by_side(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Order what several processes take file by file.

    The first file makes the demo bank's store, and the others that need it come late, so that no process waits for
    it. The browser's files, which wait more than they work, are spread evenly among the others, which work.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    browsers = sorted((file for file in files if _is_browsers(files[file][0])), key=_by_length(LONGEST_IN_THE_BROWSER))
    others = [file for file in files if file not in set(browsers)]
    on_demo = sorted((file for file in others if _need_the_demo_store(files[file])), key=_by_length(LONGEST_OF_OTHERS))
    rest = sorted(set(others) - set(on_demo), key=_by_length(LONGEST_OF_OTHERS))
    order = [*on_demo[:1], *spread(browsers, [*rest, *on_demo[1:]])]
    return list(chain.from_iterable(files[file] for file in order))


def spread(few: Sequence[Path], many: Sequence[Path]) -> list[Path]:
    """Put each of the few before an equal share of the many."""
    step = len(many) / max(len(few), 1)
    at = [(number * step, 0, file) for number, file in enumerate(few)]
    at += [(float(number), 1, file) for number, file in enumerate(many)]
    return [file for *_, file in sorted(at)]


def _by_length(longest: Sequence[str]) -> Callable[[Path], tuple[int, Path]]:
    return lambda file: (longest.index(file.name) if file.name in longest else len(longest), file)


def _is_browsers(item: pytest.Item) -> bool:
    return item.path.is_relative_to(BROWSER_TESTS)


def _need_the_demo_store(items: Iterable[pytest.Item]) -> bool:
    return any("demo_store" in getattr(item, "fixturenames", ()) for item in items)
