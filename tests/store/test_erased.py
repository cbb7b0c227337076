"""A pseudonym is the HMAC of the id under the store's own key."""

from __future__ import annotations

import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import DamagedStoreError
from analytics.store.erased import KEY_FILE, pseudonym, pseudonyms


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(ids=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)))
def test_pseudonyms_are_what_the_standard_library_says(tmp_path: Path, ids: list[str]) -> None:
    pseudonym(tmp_path, "any")
    key = (tmp_path / KEY_FILE).read_bytes()
    assert pseudonyms(tmp_path, ids) == [hmac.new(key, each.encode(), hashlib.sha256).hexdigest() for each in ids]


def test_whoever_asks_first_at_the_same_moment_gets_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: pseudonym(tmp_path, "C0001"), range(32)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_a_cut_key_is_named(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(DamagedStoreError, match="not the key it should be"):
        pseudonym(tmp_path, "C0001")
