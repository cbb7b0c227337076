"""Profiles and passphrases by command, and starting the server."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

import serve
from analytics.__main__ import run
from analytics.access.passphrases import fits, has_passphrase
from analytics.access.settings import AS_VARIABLE
from analytics.access.signing import FILE
from analytics.knowledge.reading import events, knowledge

PHRASE = "correct horse battery"


def user(store: Path, monkeypatch: pytest.MonkeyPatch, *words: str, typed: str = PHRASE) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
    return run(["user", "Anna", *words, "--store", str(store)])


def test_a_profile_gets_a_passphrase_and_loses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert user(tmp_path, monkeypatch, "--role", "expert", "--passphrase") == 0
    assert fits(tmp_path, "Anna", PHRASE)
    assert not fits(tmp_path, "Anna", "another one")
    assert PHRASE not in str([event.entry for event in events(tmp_path)])
    assert user(tmp_path, monkeypatch, "--role", "analyst") == 0
    assert has_passphrase(tmp_path, "Anna"), "another role leaves the passphrase"
    assert user(tmp_path, monkeypatch, "--no-passphrase") == 0
    assert not has_passphrase(tmp_path, "Anna")
    assert knowledge(tmp_path).people["Anna"].role == "analyst"


def test_a_wrong_call_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, typed, why in (
        ((), PHRASE, "--role"),
        (("--passphrase",), PHRASE, "no user"),
        (("--role", "expert", "--passphrase"), "short", "8 to 200"),
        (("--role", "boss", "--passphrase"), PHRASE, "role"),
    ):
        assert user(tmp_path, monkeypatch, *words, typed=typed) == 2
        assert why in capsys.readouterr().err
    assert not events(tmp_path)
    assert not has_passphrase(tmp_path, "Anna")


@pytest.mark.parametrize(
    ("setting", "value"),
    [("TANDEM_SECRET", "weak"), ("TANDEM_AS", "nobody"), ("TANDEM_SESSION_HOURS", "soon"), (FILE, "")],
)
def test_the_server_does_not_start_with_a_weak_setting_and_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    monkeypatch.setenv(AS_VARIABLE, "")
    monkeypatch.setattr(sys, "argv", ["serve.py", "--port", "1"])
    if setting == FILE:
        (tmp_path / FILE).write_text("weak")
    else:
        monkeypatch.setenv(setting, value)
    with pytest.raises(SystemExit, match=r"Not started\.") as refused:
        serve.main()
    assert setting in str(refused.value)


def test_serve_as_somebody_without_a_profile_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--as", "nobody", "--store", str(tmp_path), "--port", "45999"]) == 2
    assert "no user" in capsys.readouterr().err
