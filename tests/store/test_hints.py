"""Hints that were put away stay away, for whoever did so."""

from __future__ import annotations

from pathlib import Path

from analytics.store.hints import is_put_away, put_away


def test_a_hint_is_put_away_for_good_by_each_person_alone(tmp_path: Path) -> None:
    assert not is_put_away(tmp_path, "tour", who="anna")
    put_away(tmp_path, "tour", who="anna")
    put_away(tmp_path, "tour", who="")
    put_away(tmp_path, "tour", who="anna")
    told = [is_put_away(tmp_path, "tour", who=who) for who in ("anna", "", "ben")]
    assert told == [True, True, False]
    assert not is_put_away(tmp_path, "map", who="anna")
    assert [file.name for file in tmp_path.iterdir()] == ["hints.json"]
