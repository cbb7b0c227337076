"""What the server holds while people come and go for long: memory, open files, threads.

Each person opens the dashboard, works on some screens, and leaves, every other one without a word, as a browser that
crashes does; then somebody else comes. The memory after warming up must not grow by more than a twentieth, and files
and threads must be back where they were after one visit once everybody has left and the two minutes are over for which
Streamlit keeps the last 128 sessions.

Run: python -m benchmarks.soak STORE [--minutes 60] [--people 8]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.reruns import LINKS, served, signed_in_as

SCREENS = ("overview", "customers", "segment", "segment_map", "customer", "retention", "notes", "history")
SECONDS_TO_DRAIN = 150
"""Streamlit keeps a session whose line was dropped for two minutes, in case the browser comes back."""
_KILOBYTE = 1_024
_MEGABYTE = 1_048_576


@dataclass(frozen=True)
class Held:
    """What a process holds.

    Attributes
    ----------
    n_bytes : int
        Resident memory.
    n_files, n_threads : int
        Open files, lines among them, and threads.
    """

    n_bytes: int
    n_files: int
    n_threads: int

    def __str__(self) -> str:
        return f"{self.n_bytes / _MEGABYTE:.0f} MB, {self.n_files} files, {self.n_threads} threads"


@dataclass(frozen=True)
class Soaked:
    """What came of it.

    Attributes
    ----------
    n_visits, n_reruns, n_wrong : int
        People who came and left, screens they were shown, and those of them that ended otherwise than well.
    """

    n_visits: int
    n_reruns: int
    n_wrong: int


def held_by(process: int) -> Held:
    """Look at what a process of this machine holds (Linux)."""
    there = Path(f"/proc/{process}")
    told = dict(line.split(":", 1) for line in (there / "status").read_text().splitlines() if ":" in line)
    files = sum(1 for _ in (there / "fd").iterdir())
    return Held(int(told["VmRSS"].split()[0]) * _KILOBYTE, files, int(told["Threads"]))


def soaked(url: str, *, n_people: int, seconds: float, seed: int = 0) -> Soaked:
    """Let people come and go.

    Parameters
    ----------
    url : str
        Where the dashboard is.
    n_people : int
        How many are there at once.
    seconds : float
        For how long somebody new comes whenever one leaves.
    seed : int
        Of who does what.

    Returns
    -------
    Soaked
        All visits.
    """
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(lambda: asyncio.run(_come_and_go(url, n_people, until, random.Random(seed)))).result()


async def _come_and_go(url: str, n_people: int, until: float, dice: random.Random) -> Soaked:
    numbers = count()
    told: list[bool] = []

    async def one_after_another(own: random.Random) -> None:
        while time.monotonic() < until:
            told.extend(await _visit(url, next(numbers), own))

    await asyncio.gather(*(one_after_another(random.Random(dice.random())) for _ in range(n_people)))
    return Soaked(next(numbers), len(told), told.count(False))


async def _visit(url: str, number: int, dice: random.Random) -> list[bool]:
    """Sign in anew, look at one to three screens, and leave; gives how each ended."""
    cookie = await asyncio.to_thread(signed_in_as, url, "analyst")
    line = await connect(
        url.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        origin=None,
        additional_headers={"Cookie": cookie},
    )
    told = [await _shown(line, dice.choice(SCREENS), dice.choice(LINKS)) for _ in range(dice.randint(1, 3))]
    if number % 2:
        line.transport.abort()
    else:
        await line.close()
    return told


async def _shown(line: ClientConnection, screen: str, link: str) -> bool:
    question = BackMsg()
    question.rerun_script.query_string, question.rerun_script.page_name = link, screen
    await line.send(question.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(bytes(await line.recv(decode=False)))
        if answer.WhichOneof("type") == "script_finished":
            return answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


def _child() -> int:
    """The process that serves, which is the only one that was started here."""
    children = Path("/proc/self/task").glob("*/children")
    return int(" ".join(each.read_text() for each in children).split()[0])


def main() -> None:
    """Print what is held, minute by minute and at the end."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--people", type=int, default=8)
    options = parser.parse_args()
    with served(options.store) as url:
        server = _child()
        soaked(url, n_people=1, seconds=1)
        _say("one visit", held_by(server))
        soaked(url, n_people=options.people, seconds=60)
        _say("warm", held_by(server))
        for minute in range(1, round(options.minutes) + 1):
            told = soaked(url, n_people=options.people, seconds=60, seed=minute)
            said = f"{told.n_visits} visits, {told.n_reruns} reruns, {told.n_wrong} wrong"
            _say(f"minute {minute}: {said}", held_by(server))
        time.sleep(SECONDS_TO_DRAIN)
        # It forgets what is past its time when the next one leaves.
        soaked(url, n_people=1, seconds=1)
        _say("everybody left", held_by(server))


def _say(what: str, held: Held) -> None:
    sys.stdout.write(f"{what}: {held}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
