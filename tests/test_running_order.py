"""The order of the files of tests."""

from __future__ import annotations

from pathlib import Path

from tests import running_order
from tests.running_order import BROWSER_TESTS, LONGEST_IN_THE_BROWSER, LONGEST_OF_OTHERS, spread

MANY, FEW = [Path(f"m{n}") for n in range(6)], [Path("f0"), Path("f1")]


def test_the_few_stand_evenly_among_the_many() -> None:
    assert [path.name for path in spread(FEW, MANY)] == ["f0", "m0", "m1", "m2", "f1", "m3", "m4", "m5"]
    assert spread([], MANY) == MANY
    assert spread(FEW, []) == FEW


def test_the_long_files_are_there() -> None:
    assert all((BROWSER_TESTS / name).exists() for name in LONGEST_IN_THE_BROWSER)
    tests = Path(running_order.__file__).parent
    assert all(len(list(tests.rglob(name))) == 1 for name in LONGEST_OF_OTHERS)
