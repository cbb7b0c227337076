"""How long a rerun of a screen takes while many people work at once, asked over the websocket as a browser asks.

Analysts, experts, executives and an auditor, signed in, go to a screen of theirs and turn a filter of it, think for a
while, and go on. The time is from the message that asks to the message that says the script is done. Before, each
question is asked by one person alone; what is read on the screen (words, figures, tables, charts) must be the same when
all ask at once. The targets are a p95 of 300 ms with 50 people and of 1 s with 100 (docs/dashboard.md).

Run: python -m benchmarks.reruns STORE [--people 50] [--rounds 5] [--think 10] [--processes 2]
     python -m benchmarks.reruns STORE --screens        what a rerun of each screen takes, alone
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import http.client
import itertools
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
READ = {
    "markdown": ("body",),
    "heading": ("body",),
    "text": ("body",),
    "alert": ("body",),
    "metric": ("label", "body", "delta"),
    "dataframe": ("arrow_data",),
    "plotly_chart": ("spec",),
}
"""What is read of which element."""
WORK = {
    "analyst": ("customers", "segment_map", "segment", "compare", "drivers", "overview", "retention_list"),
    "expert": ("segment_map", "segment", "unnamed", "notes", "patterns", "customers"),
    "executive": ("retention", "overview", "cohorts", "outlook", "targets", "customers"),
    "auditor": ("fairness", "history", "notes"),
}
"""Who works on which screens; the first is where most of their questions are asked."""
PEOPLE = ("analyst", "analyst", "expert", "executive", "analyst", "expert", "executive", "auditor", "analyst", "expert")
LINKS = ("band=high", "band=low", "band=medium", "region=R03")
"""None is empty: a screen that is opened without a link keeps the selection of the one before."""
SECONDS_TO_START = 120


@dataclass(frozen=True)
class Question:
    """A screen with a link, asked by a role."""

    role: str
    screen: str
    link: str


Told = frozenset[str]
"""What is read on a screen, piece by piece, as hashes."""


@dataclass(frozen=True)
class Answer:
    """How long it took, and what is read; None where the script did not end well."""

    wait_ms: float
    told: Told | None


@dataclass(frozen=True)
class Measured:
    """What the people waited for.

    Attributes
    ----------
    waits_ms : ndarray
        Milliseconds of each rerun, the first of each person left out.
    opened_ms : ndarray
        Milliseconds of the first of each person, who come in one after the other.
    n_wrong : int
        Reruns that ended otherwise than well, or told something else than what is told to one person alone.
    """

    waits_ms: np.ndarray
    opened_ms: np.ndarray
    n_wrong: int

    def percentile(self, share: int) -> float:
        """Give the wait in milliseconds that `share` per cent of the reruns don't exceed."""
        return float(np.percentile(self.waits_ms, share))


def measured(url: str, *, n_people: int, n_rounds: int, think_s: float, seed: int = 0) -> Measured:
    """Let people work at once and time their reruns.

    Parameters
    ----------
    url : str
        Where the dashboard is, such as ``http://127.0.0.1:8501``.
    n_people : int
        How many work at the same time.
    n_rounds : int
        Reruns a person, after the first.
    think_s : float
        Mean seconds between an answer and the next question.
    seed : int
        Of who does what when.

    Returns
    -------
    Measured
        All reruns of all people.
    """
    return _by_itself(_all_at_once(url, n_people, n_rounds, think_s, random.Random(seed)))


def screens_alone(url: str, n_times: int = 10) -> dict[Question, float]:
    """Give the median milliseconds of a rerun of each screen, alone, for each role that works on it."""
    return _by_itself(_each_screen(url, n_times))


def _by_itself(work: Coroutine[object, object, T]) -> T:
    # In a thread of its own: where a browser is driven, the main thread has a running event loop already.
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(lambda: asyncio.run(work)).result()


@contextmanager
def served(store: Path, n_processes: int = 1) -> Iterator[str]:
    """Serve a store on a free port of this machine; gives the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    program = ["serve.py"] if n_processes == 1 else ["-m", "analytics.front", "--processes", str(n_processes)]
    command = [sys.executable, *program, "--port", str(port)]
    environment = {**os.environ, "TANDEM_STORE": str(store.resolve())}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_until_up(port, n_processes)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_until_up(port: int, n_processes: int) -> None:
    """Wait until every process has answered, each with a cookie of its own (one alone sets none)."""
    until, told = time.monotonic() + SECONDS_TO_START, set[str]()
    while time.monotonic() < until:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
        with contextlib.suppress(OSError):
            line.request("GET", "/", headers={"Accept": "text/html"})
            told.add(line.getresponse().getheader("set-cookie", ""))
            if len(told) == n_processes:
                return
        time.sleep(0.2)
    raise TimeoutError(f"The server did not start within {SECONDS_TO_START} seconds.")


async def _all_at_once(url: str, n_people: int, n_rounds: int, think_s: float, dice: random.Random) -> Measured:
    cookies = {role: signed_in_as(url, role) for role in WORK}
    right = {role: await _alone(url, cookies[role], role) for role in dict.fromkeys(PEOPLE[:n_people])}
    everyone = [
        _person(url, cookies[role], right[role], _Pace(number, n_rounds, think_s, random.Random(dice.random())))
        for number, role in zip(range(n_people), itertools.cycle(PEOPLE), strict=False)
    ]
    told = await asyncio.gather(*everyone)
    return Measured(
        np.array([wait for person in told for wait, _ in person[1:]]),
        np.array([person[0][0] for person in told]),
        sum(not is_right for person in told for _, is_right in person),
    )


def signed_in_as(url: str, role: str) -> str:
    """Sign in, as the sign-in page does; gives the cookie."""
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    line.request("POST", "/sign-in", f"name={role}", {"Content-Type": "application/x-www-form-urlencoded"})
    kept = line.getresponse().getheader("set-cookie", "")
    line.close()
    return kept.partition(";")[0]


def _line(url: str, cookie: str) -> connect:
    return connect(
        url.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        origin=None,
        additional_headers={"Cookie": cookie},
    )


async def _alone(url: str, cookie: str, role: str) -> dict[Question, Told]:
    """Ask everything that this role may be asked to do, as one person; gives what is read."""
    found, known = {}, dict[str, str]()
    async with _line(url, cookie) as line:
        for screen, link in itertools.product(WORK[role], LINKS):
            question = Question(role, screen, link)
            await _ask(line, question, known)
            told = (await _ask(line, question, known)).told
            if not told:
                raise RuntimeError(f"{question} is not answered.")
            found[question] = told
    return found


async def _each_screen(url: str, n_times: int) -> dict[Question, float]:
    found = {}
    for role, screens in WORK.items():
        known = dict[str, str]()
        async with _line(url, signed_in_as(url, role)) as line:
            for screen in screens:
                question = Question(role, screen, LINKS[0])
                waits = [(await _ask(line, question, known)).wait_ms for _ in range(n_times + 2)]
                found[question] = float(np.median(waits[2:]))
    return found


@dataclass(frozen=True)
class _Pace:
    number: int
    n_rounds: int
    think_s: float
    dice: random.Random


async def _person(url: str, cookie: str, right: dict[Question, Told], pace: _Pace) -> list[tuple[float, bool]]:
    """Work as one of many; gives the wait of each question and whether the answer was right."""
    # They come in one after the other, within twice the time of a thought or half a second each.
    await asyncio.sleep(pace.number * min(0.5, pace.think_s))
    questions = list(right)
    often = [each for each in questions if each.screen == questions[0].screen]
    told, known = [], dict[str, str]()
    async with _line(url, cookie) as line:
        for turn in range(pace.n_rounds + 1):
            question = pace.dice.choice(often if turn == 0 or pace.dice.random() < 0.5 else questions)
            answer = await _ask(line, question, known)
            told.append((answer.wait_ms, answer.told == right[question]))
            await asyncio.sleep(pace.dice.uniform(0, 2 * pace.think_s))
    return told


async def _ask(line: ClientConnection, question: Question, known: dict[str, str]) -> Answer:
    """Ask one question; `known` is what was read on this line, by the hash by which the server sends it again."""
    message = BackMsg()
    message.rerun_script.query_string = question.link
    message.rerun_script.page_name = question.screen
    asked_at = time.perf_counter()
    await line.send(message.SerializeToString())
    read = set()
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(bytes(await line.recv(decode=False)))
        kind = answer.WhichOneof("type")
        if kind == "ref_hash":
            read.add(known.get(answer.ref_hash, ""))
        elif kind == "delta":
            piece = _read(answer)
            known[answer.hash] = piece
            read.add(piece)
        elif kind == "script_finished":
            is_well = answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            return Answer((time.perf_counter() - asked_at) * 1000, frozenset(read - {""}) if is_well else None)


def _read(message: ForwardMsg) -> str:
    """Give what is read of a message, as a hash; empty where it is nothing that is read."""
    element = message.delta.new_element
    kind = element.WhichOneof("type") or ""
    if kind not in READ:
        return ""
    content = getattr(element, kind)
    parts = [getattr(content, name) for name in READ[kind]]
    told = [part if isinstance(part, str) else part.SerializeToString(deterministic=True).hex() for part in parts]
    return hashlib.sha256("\0".join([kind, *told]).encode()).hexdigest()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--think", type=float, default=10.0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--screens", action="store_true")
    options = parser.parse_args()
    with served(options.store, options.processes) as url:
        if options.screens:
            for question, wait in sorted(screens_alone(url).items(), key=lambda each: -each[1]):
                sys.stdout.write(f"{wait:5.0f} ms  {question.role:9}  {question.screen}\n")
            return
        alone = measured(url, n_people=1, n_rounds=30, think_s=0.2)
        many = measured(url, n_people=options.people, n_rounds=options.rounds, think_s=options.think)
    for words, found in (("alone", alone), (f"{options.people} people", many)):
        waits = ", ".join(f"p{share} {found.percentile(share):.0f} ms" for share in (50, 95, 99))
        opened = f"first screen {np.median(found.opened_ms):.0f} ms (longest {found.opened_ms.max():.0f})"
        sys.stdout.write(f"{words}: {len(found.waits_ms)} reruns, {waits}, {found.n_wrong} wrong; {opened}\n")


if __name__ == "__main__":
    main()
