"""Signing in as a local profile: what holds, what is refused, and what ends it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.access import passphrases
from analytics.access.ended import end, has_ended
from analytics.access.local import in_force, sign_in
from analytics.access.passphrases import carry_passphrases, drop_passphrase, fits, has_passphrase, set_passphrase
from analytics.access.token import SignIn, new_sign_in, read, written
from analytics.access.tries import FREE_TRIES, Tries
from analytics.errors import DamagedStoreError, InputError

SECRET, OTHER = b"s" * 48, b"o" * 48
NOW, DAY = 1_800_000_000.0, 86_400.0
PHRASE = "correct horse battery"


def clock_at(times: list[float]) -> Tries:
    return Tries(lambda: times[-1])


def held(store: Path, text: str, now_s: float = NOW) -> SignIn | None:
    return in_force(store, text, secret=SECRET, now_s=now_s, longest_s=DAY)


def test_a_sign_in_holds_until_it_is_too_old(tmp_path: Path) -> None:
    made = sign_in(tmp_path, "expert", "", tries=clock_at([0.0]), now_s=NOW)
    text = written(made, SECRET)
    assert held(tmp_path, text) == made
    assert held(tmp_path, text, NOW + DAY - 1) == made
    assert held(tmp_path, text, NOW + DAY) is None
    assert held(tmp_path, text, NOW - 3600) is None, "one from the future is none"


def test_a_sign_in_is_ended_by_signing_out_also_after_a_restart(tmp_path: Path) -> None:
    made = new_sign_in("expert", now_s=NOW)
    other = new_sign_in("expert", now_s=NOW)
    end(tmp_path, made.id, until_s=NOW + DAY, now_s=NOW)
    assert held(tmp_path, written(made, SECRET)) is None
    assert held(tmp_path, written(other, SECRET)) == other
    from analytics.access import ended

    ended._known.clear()
    assert has_ended(tmp_path, made.id)
    end(tmp_path, other.id, until_s=NOW + 3 * DAY, now_s=NOW + 2 * DAY)
    assert made.id not in (tmp_path / ended.FILE).read_text(), "what would be over anyway is forgotten"


def test_nobody_without_a_profile_is_signed_in(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no user"):
        sign_in(tmp_path, "boss", "", tries=clock_at([0.0]), now_s=NOW)
    assert held(tmp_path, written(new_sign_in("boss", now_s=NOW), SECRET)) is None


@given(st.text(max_size=80))
def test_no_other_text_is_a_sign_in(text: str) -> None:
    assert read(text, SECRET) is None


@given(st.integers(0, 200), st.characters(codec="ascii", categories=("L", "N")))
def test_a_sign_in_with_one_letter_changed_is_none(at: int, letter: str) -> None:
    text = written(SignIn("expert", "ab", NOW, ""), SECRET)
    at %= len(text)
    changed = text[:at] + letter + text[at + 1 :]
    assert changed == text or read(changed, SECRET) is None
    assert read(text, OTHER) is None


def test_a_passphrase_is_asked_for_and_kept_as_a_hash_for_its_owner_alone(tmp_path: Path) -> None:
    set_passphrase(tmp_path, "expert", PHRASE)
    assert has_passphrase(tmp_path, "expert")
    assert not has_passphrase(tmp_path, "analyst")
    told = (tmp_path / passphrases.FILE).read_text()
    assert PHRASE not in told
    assert (tmp_path / passphrases.FILE).stat().st_mode & 0o777 == 0o600
    assert fits(tmp_path, "expert", PHRASE)
    for wrong in ("", PHRASE[:-1], PHRASE + " ", PHRASE.upper()):
        assert not fits(tmp_path, "expert", wrong)
        with pytest.raises(InputError, match="not the passphrase"):
            sign_in(tmp_path, "expert", wrong, tries=clock_at([0.0]), now_s=NOW)
    sign_in(tmp_path, "expert", PHRASE, tries=clock_at([0.0]), now_s=NOW)
    for each in ("short", "x" * 201):
        with pytest.raises(InputError, match="characters"):
            set_passphrase(tmp_path, "expert", each)


def test_another_passphrase_ends_the_sign_ins_made_with_the_one_before(tmp_path: Path) -> None:
    free = written(sign_in(tmp_path, "expert", "", tries=clock_at([0.0]), now_s=NOW), SECRET)
    set_passphrase(tmp_path, "expert", PHRASE)
    assert held(tmp_path, free) is None
    first = written(sign_in(tmp_path, "expert", PHRASE, tries=clock_at([0.0]), now_s=NOW), SECRET)
    assert held(tmp_path, first) is not None
    set_passphrase(tmp_path, "expert", PHRASE)
    assert held(tmp_path, first) is None
    drop_passphrase(tmp_path, "expert")
    assert held(tmp_path, free) is not None


def test_a_damaged_file_of_passphrases_lets_nobody_in(tmp_path: Path) -> None:
    for text in ("{", "[]", json.dumps({"expert": {"salt": "zz"}}), json.dumps({"expert": 1})):
        (tmp_path / passphrases.FILE).write_text(text)
        passphrases._read.clear()
        with pytest.raises(DamagedStoreError, match="nobody can sign in"):
            sign_in(tmp_path, "analyst", "", tries=clock_at([0.0]), now_s=NOW)


def test_a_backup_of_before_does_not_take_a_passphrase_away(tmp_path: Path) -> None:
    set_passphrase(tmp_path / "old", "auditor", PHRASE)
    set_passphrase(tmp_path / "now", "expert", PHRASE)
    carry_passphrases(tmp_path / "now", tmp_path / "old")
    assert has_passphrase(tmp_path / "old", "expert")
    assert has_passphrase(tmp_path / "old", "auditor")


def test_wrong_tries_double_the_wait_and_a_right_one_forgets_them() -> None:
    now = [0.0]
    tries = clock_at(now)
    waits = []
    for _ in range(8):
        assert tries.begin("expert")
        waits.append(tries.wait_s("expert"))
        assert tries.wait_s("analyst") == 0
        now.append(now[-1] + waits[-1])
    assert waits == [0.0, 0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0]
    tries.was_right("expert")
    assert all(tries.begin("expert") for _ in range(FREE_TRIES))
    assert not tries.begin("expert"), "many tries at once are no way around"


def test_a_right_passphrase_waits_too_after_wrong_ones(tmp_path: Path) -> None:
    set_passphrase(tmp_path, "expert", PHRASE)
    now = [0.0]
    tries = clock_at(now)
    for _ in range(FREE_TRIES):
        with pytest.raises(InputError, match="not the passphrase"):
            sign_in(tmp_path, "expert", "guessed", tries=tries, now_s=NOW)
    with pytest.raises(InputError, match="looked at in 1 s"):
        sign_in(tmp_path, "expert", PHRASE, tries=tries, now_s=NOW)
    now.append(1.0)
    assert sign_in(tmp_path, "expert", PHRASE, tries=tries, now_s=NOW).name == "expert"


def test_a_sign_in_that_another_process_ended_holds_here_no_more(tmp_path: Path) -> None:
    here, there = new_sign_in("expert", now_s=NOW), new_sign_in("expert", now_s=NOW)
    end(tmp_path, here.id, until_s=NOW + DAY, now_s=NOW)
    assert held(tmp_path, written(there, SECRET)) == there
    told = f"end(pathlib.Path({str(tmp_path)!r}), {there.id!r}, until_s={NOW + DAY}, now_s={NOW})"
    program = f"import pathlib; from analytics.access.ended import end; {told}"
    subprocess.run([sys.executable, "-c", program], check=True)
    assert held(tmp_path, written(there, SECRET)) is None
    assert has_ended(tmp_path, here.id), "what was ended here is not lost by it"
