"""Flipped bits and cut files: what is read is right, or the damage is named."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.errors import TandemError
from analytics.knowledge.anchor import ANCHOR_FILE
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.ledger import append, entries, payloads
from analytics.knowledge.opening import let_go
from analytics.knowledge.place import FILE
from tests.knowledge.ledgers import IS_SLOW, fill

LOG_FILE = f"{FILE}-wal"
N_FLIPS = 1_000 if IS_SLOW else 100
BYTES_BETWEEN_CUTS = 1 if IS_SLOW else 97
_FILES = (FILE, LOG_FILE, ANCHOR_FILE)


@pytest.fixture
def files(quick_folder: Path) -> Iterator[dict[str, bytes]]:
    """The files of a ledger that is open: 40 entries in the database, 2 acknowledged ones in the log."""
    store = quick_folder / "original"
    store.mkdir()
    fill(store, 40)
    let_go(store)
    for n in range(2):
        append(store, author="ben", act="note", subject=f"note:{n}", payload={"n": n}, about="C00001")
    yield {name: (store / name).read_bytes() for name in _FILES}
    let_go(store)


def _laid_out(folder: Path, files: dict[str, bytes]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def _is_silent(store: Path, right: tuple[object, ...]) -> bool:
    """Whether something is lost or changed without a word: on reading, checking, or writing and checking again."""
    try:
        if ledger_problems(store):
            return False
        found = entries(store)
        if (found, payloads(store, found)) != right:
            return True
        append(store, author="anna", act="note", subject="S1", payload={})
        return bool(ledger_problems(store)) or entries(store)[:-1] != found
    except TandemError:
        return False
    finally:
        let_go(store)


def test_a_flipped_bit_is_detected_or_harmless(quick_folder: Path, files: dict[str, bytes]) -> None:
    whole = _laid_out(quick_folder / "whole", files)
    right = (entries(whole), payloads(whole, entries(whole)))
    let_go(whole)
    draw = random.Random(7)
    silent = []
    for n in range(N_FLIPS):
        name = _FILES[n % len(_FILES)]
        bit = draw.randrange(8 * len(files[name]))
        content = bytearray(files[name])
        content[bit // 8] ^= 1 << (bit % 8)
        store = _laid_out(quick_folder / "flipped", {**files, name: bytes(content)})
        if _is_silent(store, right):
            silent.append((name, bit))
    assert silent == []


@pytest.mark.parametrize("name", [LOG_FILE, ANCHOR_FILE])
def test_a_cut_leaves_an_exact_prefix_and_a_loss_is_named(
    quick_folder: Path, files: dict[str, bytes], name: str
) -> None:
    whole = _laid_out(quick_folder / "whole", files)
    acknowledged = entries(whole)
    let_go(whole)
    n_whole = 0
    for n_bytes in range(0, len(files[name]), BYTES_BETWEEN_CUTS if name == LOG_FILE else 1):
        store = _laid_out(quick_folder / "cut", {**files, name: files[name][:n_bytes]})
        found = entries(store)
        assert found == acknowledged[: len(found)]
        is_well = ledger_problems(store) == ()
        assert is_well <= (found == acknowledged)
        n_whole += is_well
        let_go(store)
    # Without its last line feed an anchor says the same.
    assert n_whole == (1 if name == ANCHOR_FILE else 0)
