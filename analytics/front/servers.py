"""The servers behind the front: started, and started again when one ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path

from analytics.front.places import PLACE_VARIABLE, Place

SERVER = (sys.executable, str(Path(__file__).resolve().parents[2] / "serve.py"), "--port", "0")
SECONDS_TO_END = 10.0
_UP = re.compile(rb"^Ready: \S+:(\d+)$")
_LONGEST_PAUSE_SECONDS = 30.0


class NeverUpError(Exception):
    """A server ended before it was up; it has said why.

    Attributes
    ----------
    status : int
        With which it ended.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"ended with {status}")
        self.status = status


async def keep_up(place: Place, cookie: str, command: Sequence[str] = SERVER) -> None:
    """Keep a server running until cancelled.

    Parameters
    ----------
    place : Place
        Is told where the server listens while it does.
    cookie : str
        The name of the cookie by which a browser stays with it.
    command : sequence of str
        Starts a server that writes ``Ready: http://host:port`` once it is up, and ends when its standard input does.

    Raises
    ------
    NeverUpError
        If it ended before it was up for the first time.
    """
    surroundings = os.environ | {PLACE_VARIABLE: f"{cookie}={place.number}"}
    was_up, pause_s = False, 1.0
    while True:
        server = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, env=surroundings)
        try:
            place.port = await _port_of(server)
            status = await _end_of(server)
        finally:
            is_up, place.port = place.port is not None, None
            await _stop(server)
        was_up = was_up or is_up
        if not was_up:
            raise NeverUpError(status)
        pause_s = 1.0 if is_up else min(2 * pause_s, _LONGEST_PAUSE_SECONDS)
        sys.stderr.write(f"Server {place.number} ended with {status}; it is started again.\n")
        await asyncio.sleep(pause_s)


async def _port_of(server: Process) -> int | None:
    """Wait until it is ready; None where it ended before."""
    async for line in _said(server):
        if (found := _UP.match(line)) is not None:
            return int(found[1])
    return None


async def _end_of(server: Process) -> int:
    async for _ in _said(server):
        """Nothing that it says later is for the front; unread it would wait at its own words."""
    return await server.wait()


def _said(server: Process) -> asyncio.StreamReader:
    if server.stdout is None:
        raise RuntimeError("A server is started with its standard output for the front.")
    return server.stdout


async def _stop(server: Process) -> None:
    """End it, and see to it that nothing of it stays."""
    if server.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        server.terminate()
    try:
        async with asyncio.timeout(SECONDS_TO_END):
            await server.wait()
    except TimeoutError:
        server.kill()
        await server.wait()
