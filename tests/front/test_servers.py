"""Servers are started, started again when they end, and none stays behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from analytics.front.places import PLACE_VARIABLE, Place
from analytics.front.servers import NeverUpError, keep_up

UP = f"""
import os, sys
with open(sys.argv[1], "a") as kept:
    kept.write(f"{{os.getpid()}} {{os.environ['{PLACE_VARIABLE}']}}\\n")
print("some words first", flush=True)
print("Ready: http://127.0.0.1:4321", flush=True)
sys.stdin.read()
"""


async def until_up(place: Place, *, other_than: int | None = None, record: Path | None = None) -> int:
    while place.port is None or (record is not None and last(record) == other_than):
        await asyncio.sleep(0.01)
    return place.port


def last(record: Path) -> int:
    return int(record.read_text().splitlines()[-1].split()[0])


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_server_that_ends_is_started_again_and_none_stays_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record"

    async def run() -> None:
        place = Place(1)
        kept = asyncio.create_task(keep_up(place, "cookie", [sys.executable, "-c", UP, str(record)]))
        async with asyncio.timeout(60):
            assert await until_up(place) == 4321
            first = last(record)
            os.kill(first, signal.SIGKILL)
            await until_up(place, other_than=first, record=record)
        kept.cancel()
        await asyncio.gather(kept, return_exceptions=True)
        assert place.port is None
        assert not is_there(last(record))

    asyncio.run(run())
    assert [line.split()[1] for line in record.read_text().splitlines()] == ["cookie=1"] * 2
    assert "Server 1 ended with -9; it is started again." in capsys.readouterr().err


def test_a_server_that_never_came_up_ends_the_front_with_its_status() -> None:
    refused = [sys.executable, "-c", "import sys; print('Not started.'); sys.exit(3)"]
    with pytest.raises(NeverUpError) as reason:
        asyncio.run(keep_up(Place(0), "cookie", refused))
    assert reason.value.status == 3
