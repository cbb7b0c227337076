"""Nothing that was acknowledged is lost, at whatever moment of saving a process is killed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.ledger import append, entries, payloads
from tests.knowledge.ledgers import IS_SLOW

N_KILLS = 200 if IS_SLOW else 20
N_KILLED_UPGRADES = 50 if IS_SLOW else 5
ROOT = Path(__file__).parents[2]


def test_no_kill_loses_an_acknowledged_act(store: Path) -> None:
    command = [sys.executable, "-m", "tests.knowledge.killed_writers", str(store), str(N_KILLS)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    acknowledged = [(int(number), name, int(n)) for number, name, n in map(str.split, told)]
    assert {name for _, name, _ in acknowledged} == {f"w{kill}" for kill in range(N_KILLS)}
    found = entries(store)
    details = payloads(store, found)
    there = {(entry.sequence, entry.author, each and each["n"]) for entry, each in zip(found, details, strict=True)}
    assert set(acknowledged) <= there
    # What was not acknowledged is at most the one act that a killed writer was at.
    assert len(there) - len(acknowledged) <= N_KILLS
    assert ledger_problems(store) == ()
    append(store, author="anna", act="note", subject="S1", payload={})
    assert ledger_problems(store) == ()


def test_a_killed_upgrade_leaves_the_old_form_or_the_new_one(tmp_path: Path) -> None:
    text = (
        "import os, random, signal, sys, threading, time; from pathlib import Path\n"
        "from analytics.knowledge.ledger import entries\n"
        "for n in range(int(sys.argv[2])):\n"
        "    child = os.fork()\n"
        "    if child == 0: entries(Path(sys.argv[1]) / str(n)); time.sleep(60)\n"
        "    time.sleep(random.Random(n).uniform(0, 0.05)); os.kill(child, signal.SIGKILL); os.waitpid(child, 0)\n"
    )
    golden = Path(__file__).parent / "golden" / "first"
    for n in range(N_KILLED_UPGRADES):
        shutil.copytree(golden, tmp_path / str(n))
    subprocess.run([sys.executable, "-c", text, str(tmp_path), str(N_KILLED_UPGRADES)], cwd=ROOT, check=True)
    for n in range(N_KILLED_UPGRADES):
        assert len(entries(tmp_path / str(n))) == 12
        assert ledger_problems(tmp_path / str(n)) == ()
