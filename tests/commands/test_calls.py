"""Each wrong call ends with status 2 and one clear message, and leaves no trace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.__main__ import run, write_reference
from analytics.store.snapshots import current_snapshot
from tests.sources.small_bank import with_rows, write_bank

COMMANDS = (
    *("demo", "ingest", "build", "export", "explain", "user", "act", "status"),
    *("verify", "snapshots", "backup", "restore", "erase", "serve"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_store(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert "--store" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Name a command"),
        (["nope"], "No such command 'nope'"),
        (["build", "--nope"], "No such option"),
        (["build"], "run ingest PATH first"),
        (["build", "--as-of", "30.06.2026"], "Write it like 2026-06-30"),
        (["build", "--as-of", "2026-02-30"], "is no day"),
        (["build", "--seed", "-1"], "greater than or equal to 0"),
        (["build", "--seed", "x"], "--seed"),
        (["build", "--threads", "0"], "greater than or equal to 1"),
        (["build", "--engine", "spark"], "duckdb only"),
        (["ingest"], "Missing argument"),
        (["ingest", "nowhere"], "There is no file or folder nowhere"),
        (["ingest", ".", "--kind", "excel"], "none of: bank, table, berka"),
        (["demo"], "--out"),
        (["demo", "--out", "x", "--customers", "0"], "--customers"),
        (["demo", "--out", "x", "--months", "0"], "--months"),
        (["export", "map"], "--to"),
        (["export", "map", "--to", "map.csv"], "run build"),
        (["export", "nope", "--to", "map.csv"], "There are: annotations"),
        (["export", "map", "--to", "map.xlsx"], ".csv or .parquet"),
        (["export", "annotations", "--to", "notes.csv"], "There is no store"),
        (["export", "ledger", "--to", "ledger.txt"], ".csv or .parquet"),
        (["explain", "C1"], "run build"),
        (["explain", "C1", "--reader", "judge"], "none of: plain, analyst, regulator"),
        (["explain", "C1", "--to", "why.pdf"], ".txt, .md, .html"),
        (["explain", "C1", "--to", "nowhere/why.md"], "There is no folder nowhere"),
        (["user", "anna"], "Missing option '--role'"),
        (["user", "anna", "--role", "boss"], "none of: analyst, expert"),
        (["user", "  ", "--role", "expert"], 'needs the field "name"'),
        (["act", "acts.jsonl", "--as", "expert"], "There is no file acts.jsonl"),
        (["verify"], "run ingest PATH first"),
        (["snapshots", "--use", "000001-00000000"], "There is no snapshot"),
        (["snapshots", "--keep", "0"], "at least 1"),
        (["backup", "--to", "copy"], "nothing to back up"),
        (["restore", "nowhere"], "is no backup"),
        (["erase", "C1"], "run ingest PATH first"),
        (["serve", "--port", "0"], "greater than or equal to 1"),
    ],
)
def test_a_wrong_call_says_one_thing_and_changes_nothing(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    store = ["--store", "store"] if arguments and arguments[0] in COMMANDS else []
    assert run([*arguments, *store]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_new_store_has_a_status_and_no_snapshots(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "store")
    assert run(["status", "--store", store]) == 0
    assert "Run: ingest PATH" in capsys.readouterr().out
    assert run(["status", "--json", "--store", store]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["source"], told["snapshot"], told["published"]) == (None, None, [])
    assert run(["snapshots", "--store", store]) == 0
    assert "Nothing is published yet" in capsys.readouterr().out


def test_the_status_of_a_built_store_says_what_is_there(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--json", "--store", str(demo_store)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {stage["state"] for stage in told["stages"]} == {"fresh"}
    assert told["source"]["kind"] == "bank"
    assert "churn" in told["outcomes"]
    assert not told["not_built"]
    assert run(["status", "--store", str(demo_store)]) == 0
    assert "stage churn: fresh" in capsys.readouterr().out


def test_export_and_snapshots_read_what_was_built(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, ending in (("segments", "csv"), ("membership", "parquet")):
        assert run(["export", name, "--to", str(tmp_path / f"{name}.{ending}"), "--store", str(demo_store)]) == 0
    assert run(["snapshots", "--store", str(demo_store)]) == 0
    snapshot = current_snapshot(demo_store)
    assert snapshot is not None
    assert f"* {snapshot.id}" in capsys.readouterr().out


def test_a_writing_command_waits_for_nobody_and_status_still_answers(demo_store: Path, tmp_path: Path) -> None:
    from tests.store.copied import copied

    store = copied(demo_store, tmp_path)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from analytics.store.connection import open_for_writing\n"
            "with open_for_writing(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()",
            str(store),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        assert run(["build", "--store", str(store)]) == 1
        assert run(["status", "--store", str(store)]) == 0
        assert run(["export", "map", "--to", str(tmp_path / "map.csv"), "--store", str(store)]) == 0
    finally:
        holder.communicate("")


def test_what_nobody_foresaw_is_a_reference_number_and_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ZeroDivisionError("division by zero")
    reference = write_reference(ZeroDivisionError, error, None, folder=tmp_path / "logs")
    told = capsys.readouterr().err
    assert reference in told
    assert "Traceback" not in told
    assert "division by zero" in (tmp_path / "logs" / f"{reference}.log").read_text()


def test_an_unforeseen_error_of_a_command_shows_no_traceback(tmp_path: Path) -> None:
    text = (
        "import sys\n"
        "import analytics.__main__ as it\n"
        "def fail(store: str = ''):\n    1 / 0\n"
        "it.app.command('fail')(fail)\n"
        f"sys.argv = ['analytics', 'fail', '--store={tmp_path}']\n"
        "it.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "ZeroDivisionError" in next((tmp_path / "logs").glob("*.log")).read_text()


@pytest.mark.parametrize("n_kilobytes", [60, 400])
def test_a_full_disk_is_not_the_sources_fault_and_leaves_no_source(n_kilobytes: int, tmp_path: Path) -> None:
    bank = write_bank(
        tmp_path / "bank", transactions=with_rows("transactions", *["A1,2024-01-05,-1.00,x,card,,,"] * 60_000)
    )
    limited = ["bash", "-c", f'ulimit -f {n_kilobytes}; exec "$@"', "bash", sys.executable, "-m", "analytics"]
    store = ["--store", str(tmp_path / "store")]
    done = subprocess.run([*limited, "ingest", str(bank), *store], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert done.stderr == "File too large. What was there before is as it was.\n"
    assert run(["build", *store]) == 2


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 1)])
def test_a_stopped_command_says_so_and_ends(number: signal.Signals, status: int, tmp_path: Path) -> None:
    text = (
        "import sys, time\n"
        "import analytics.__main__ as it\n"
        "def wait():\n    print('waiting', flush=True)\n    time.sleep(60)\n"
        "it.app.command('wait')(wait)\n"
        "sys.argv = ['analytics', 'wait']\n"
        "it.main()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(number)
    _, told = process.communicate(timeout=30)
    assert process.returncode == status
    assert told == "Stopped. What was published before is as it was.\n"


def test_the_number_of_threads_is_left_alone_where_numba_would_refuse_another(monkeypatch: pytest.MonkeyPatch) -> None:
    import numba  # noqa: F401

    from analytics.commands.building import set_threads

    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT"):
        monkeypatch.setenv(name, "2")
    set_threads(1)
    assert os.environ["OMP_NUM_THREADS"] == "1"
    assert os.environ["NUMBA_NUM_THREADS"] == "2"
