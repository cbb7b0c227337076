"""How long a rerun of a screen takes while many people work at once, asked over the websocket as a browser asks.

Each person opens Customers, then again and again thinks for a while and turns the filter to another band of risk; the
time is from the message that asks to the message that says the script is done. Half of them go by the same link, as
people in one meeting do. The target is a p95 of 300 ms with 50 people (docs/dashboard.md).

Run: python -m benchmarks.reruns STORE [--people 50] [--rounds 5] [--think 10]
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).resolve().parents[1]
LINKS = ("", "band=high", "band=low", "band=medium", "search=C000")
SECONDS_TO_START = 120


@dataclass(frozen=True)
class Measured:
    """What the people waited for.

    Attributes
    ----------
    waits_ms : ndarray
        Milliseconds of each rerun, the first of each person left out.
    n_wrong : int
        Reruns that ended otherwise than well, or drew nothing.
    """

    waits_ms: np.ndarray
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
    # In a thread of its own: where a browser is driven, the main thread has a running event loop already.
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(
            lambda: asyncio.run(_all_at_once(url, n_people, n_rounds, think_s, random.Random(seed)))
        ).result()


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Serve a store on a free port of this machine; gives the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, str(ROOT / "serve.py"), "--port", str(port)]
    environment = {**os.environ, "TANDEM_STORE": str(store.resolve())}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_until_up(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_until_up(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"The server did not start within {SECONDS_TO_START} seconds.")


async def _all_at_once(url: str, n_people: int, n_rounds: int, think_s: float, dice: random.Random) -> Measured:
    dices = [random.Random(dice.random()) for _ in range(n_people)]
    cookie = _cookie(url)
    told = await asyncio.gather(*(_person(url, cookie, n_rounds, think_s, each) for each in dices))
    waits = np.array([wait for person in told for wait, _ in person])
    return Measured(waits, sum(not is_well for person in told for _, is_well in person))


def _cookie(url: str) -> str:
    """Sign in as an analyst, as the sign-in page does; gives the cookie."""
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    line.request("POST", "/sign-in", "name=analyst", {"Content-Type": "application/x-www-form-urlencoded"})
    kept = line.getresponse().getheader("set-cookie", "")
    line.close()
    return kept.partition(";")[0]


async def _person(
    url: str, cookie: str, n_rounds: int, think_s: float, dice: random.Random
) -> list[tuple[float, bool]]:
    await asyncio.sleep(dice.uniform(0, think_s))
    address = url.replace("http", "ws") + "/_stcore/stream"
    told = []
    async with connect(
        address,
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        origin=None,
        additional_headers={"Cookie": cookie},
    ) as line:
        await _rerun(line, "")
        for _ in range(n_rounds):
            await asyncio.sleep(dice.uniform(0, 2 * think_s))
            told.append(await _rerun(line, dice.choice(LINKS)))
    return told


async def _rerun(line: ClientConnection, link: str) -> tuple[float, bool]:
    """Ask for Customers with a link; gives the wait in milliseconds, and whether it was drawn well."""
    question = BackMsg()
    question.rerun_script.query_string = link
    question.rerun_script.page_name = "customers"
    asked_at = time.perf_counter()
    await line.send(question.SerializeToString())
    has_table = False
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(bytes(await line.recv(decode=False)))
        kind = answer.WhichOneof("type")
        has_table |= kind == "ref_hash" or (kind == "delta" and answer.delta.new_element.HasField("dataframe"))
        if kind == "script_finished":
            is_well = answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and has_table
            return (time.perf_counter() - asked_at) * 1000, is_well


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--think", type=float, default=10.0)
    options = parser.parse_args()
    with served(options.store) as url:
        measured(url, n_people=1, n_rounds=len(LINKS), think_s=0)
        alone = measured(url, n_people=1, n_rounds=20, think_s=0.2)
        many = measured(url, n_people=options.people, n_rounds=options.rounds, think_s=options.think)
    for words, found in (("alone", alone), (f"{options.people} people", many)):
        waits = ", ".join(f"p{share} {found.percentile(share):.0f} ms" for share in (50, 95, 99))
        sys.stdout.write(f"{words}: {len(found.waits_ms)} reruns, {waits}, {found.n_wrong} wrong\n")


if __name__ == "__main__":
    main()
