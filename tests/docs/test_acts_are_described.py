"""Every act, role, kind and status that people meet is in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.knowledge.notes import NoteKind, NoteStatus, SubjectKind
from analytics.knowledge.roles import Act, Role

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "knowledge.md").read_text()


@pytest.mark.parametrize("word", [*Act, *Role, *NoteKind, *SubjectKind, *NoteStatus])
def test_every_word_of_an_act_is_described(word: str) -> None:
    assert f"`{word}`" in PAGE
