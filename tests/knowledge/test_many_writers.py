"""Many people change the same segments at once: each change is kept, or shown as a conflict; none is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import StoreBusyError
from analytics.knowledge import opening
from analytics.knowledge.checks import ledger_problems
from analytics.knowledge.database import writing
from analytics.knowledge.ledger import append, entries, payload
from analytics.store.publish import publish_tables
from tests.knowledge.ledgers import IS_SLOW

N_PROCESSES, N_WRITERS_EACH, N_EDITS = (4, 5, 500) if IS_SLOW else (2, 1, 50)
ROOT = Path(__file__).parents[2]


def _started(store: Path, process: int) -> subprocess.Popen[str]:
    numbers = (process * N_WRITERS_EACH, N_WRITERS_EACH, N_EDITS)
    command = [sys.executable, "-m", "tests.knowledge.busy_writer", str(store), *map(str, numbers)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_who_waits_for_too_long_is_told_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(store, author="anna", act="note", subject="note:n1", payload={})
    monkeypatch.setattr(opening, "LONGEST_WAIT_SECONDS", 1.0)
    with writing(store), pytest.raises(StoreBusyError, match="held by others"):
        append(store, author="ben", act="note", subject="note:n2", payload={})
    assert append(store, author="ben", act="note", subject="note:n2", payload={}).sequence == 2


def test_each_edit_is_kept_or_shown_as_a_conflict_while_the_command_line_works(store: Path) -> None:
    served = publish_tables(store, {"customers": pd.DataFrame({"customer_id": ["C0001"]})}, {"as_of": "2026-06-30"})
    began = time.monotonic()
    writers = [_started(store, process) for process in range(N_PROCESSES)]
    command = [sys.executable, "-m", "analytics", "snapshots", "--use", served, "--store", str(store)]
    assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 0
    told = [done for writer in writers for done in json.loads(writer.communicate()[0])]
    seconds = time.monotonic() - began
    assert len(told) == N_PROCESSES * N_WRITERS_EACH * N_EDITS
    kept = {done["kept"]: (done["author"], done["n"]) for done in told if done["kept"]}
    refused = [done for done in told if not done["kept"]]
    assert all(done["conflicts"] and all(is_same for _, is_same in done["conflicts"]) for done in refused)
    assert len(kept) + len(refused) == len(told)

    last: dict[str, int] = {}
    found = {}
    for entry in entries(store):
        if entry.act == "rename":
            details = payload(store, entry)
            assert details is not None
            # Whoever changed a segment had seen the change before: nothing was overwritten unseen.
            assert int(str(details["seen"])) >= last.get(entry.subject, 0)
            last[entry.subject] = entry.sequence
            found[entry.sequence] = (entry.author, details["n"])
    assert found == kept
    assert [entry.act for entry in entries(store)].count("use_snapshot") == 1
    assert ledger_problems(store) == ()
    waited = pd.Series([done["seconds"] for done in told if done["kept"]]) * 1000
    print(
        f"\n{len(kept)} kept and {len(refused)} conflicts of {len(told)} in {seconds:.0f} s "
        f"({len(kept) / seconds:.0f} a second); p50 {waited.median():.0f} ms, p99 {waited.quantile(0.99):.0f} ms"
    )
