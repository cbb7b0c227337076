"""A secret is made once: whoever is first gives it, all others take that one, and nothing else is left."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analytics.store.durable import make_once, write_durably


def test_of_many_at_once_one_makes_the_file_and_its_owner_alone_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: make_once(path, f"secret {number}".encode()), range(64)))
    first = path.read_bytes()
    make_once(path, b"later")
    assert path.read_bytes() == first
    assert first.startswith(b"secret ")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_a_file_is_replaced_with_the_rights_that_were_asked_for(tmp_path: Path) -> None:
    write_durably(tmp_path / "known", b"one", mode=0o600)
    write_durably(tmp_path / "known", b"two", mode=0o600)
    assert (tmp_path / "known").read_bytes() == b"two"
    assert stat.S_IMODE((tmp_path / "known").stat().st_mode) == 0o600
