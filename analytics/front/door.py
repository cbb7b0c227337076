"""Handing requests on to the servers, byte for byte."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio import StreamReader, StreamWriter

from analytics.front.head import MOST_BYTES, Head, HeadError, read_head
from analytics.front.places import Place, Places

HOST = "127.0.0.1"
SECONDS_FOR_A_HEAD = 20.0
_LOOK_AGAIN_SECONDS = 0.1
_AT_ONCE = 65_536
_BROKEN = (ConnectionError, TimeoutError, asyncio.IncompleteReadError)


class Door:
    """The dashboard's port.

    Parameters
    ----------
    places : Places
        The servers.
    cookie : str
        The name of the cookie that says with which server a browser is.
    patience_s : float
        How long whoever asks waits for a server to be up, in seconds.
    """

    def __init__(self, places: Places, cookie: str, *, patience_s: float = 60.0) -> None:
        self._places, self._cookie, self._patience_s = places, cookie, patience_s

    async def open(self, port: int) -> asyncio.Server:
        """Listen; raises OSError if the port can't be used."""
        return await asyncio.start_server(self._came, HOST, port, limit=MOST_BYTES)

    async def _came(self, asked: StreamReader, answer: StreamWriter) -> None:
        """Hand one request on; the line ends with its answer."""
        with contextlib.suppress(*_BROKEN):
            try:
                async with asyncio.timeout(SECONDS_FOR_A_HEAD):
                    head = await read_head(asked)
                await self._hand_on(head, asked, answer)
            except HeadError as reason:
                await _refuse(answer, reason.status)
        await _close(answer)

    async def _hand_on(self, head: Head, asked: StreamReader, answer: StreamWriter) -> None:
        place = await self._server_of(head)
        if place is None:
            await _refuse(answer, "503 Service Unavailable")
            return
        with place.busy():
            try:
                answered, ask = await asyncio.open_connection(HOST, place.port)
            except OSError:
                await _refuse(answer, "503 Service Unavailable")
                return
            ask.write(head.passed_on())
            rest = asyncio.create_task(_pour(asked, ask))
            try:
                await _pour(answered, answer)
            finally:
                rest.cancel()
                await _close(ask)

    async def _server_of(self, head: Head) -> Place | None:
        """Choose a server; while they start, whoever asks waits."""
        cookie, until = head.cookie(self._cookie), asyncio.get_running_loop().time() + self._patience_s
        while (place := self._places.choose(head.method, cookie)) is None:
            if asyncio.get_running_loop().time() > until:
                break
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        return place


async def _pour(source: StreamReader, into: StreamWriter) -> None:
    """Hand on what comes until it ends, no faster than it is taken."""
    with contextlib.suppress(*_BROKEN):
        while part := await source.read(_AT_ONCE):
            into.write(part)
            await into.drain()
        if into.can_write_eof():
            into.write_eof()
        return
    # Whoever is at the other end shall not wait for what can't come any more.
    into.close()


async def _refuse(answer: StreamWriter, status: str) -> None:
    body = status.partition(" ")[2].encode()
    about = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    answer.write(about.encode() + body)
    await answer.drain()


async def _close(line: StreamWriter) -> None:
    line.close()
    with contextlib.suppress(*_BROKEN):
        await line.wait_closed()
