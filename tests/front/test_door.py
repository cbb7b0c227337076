"""Requests are handed on byte for byte, each to its own person's server."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable

import pytest

from analytics.front import door as the_door
from analytics.front.door import HOST, Door
from analytics.front.head import MOST_BYTES
from analytics.front.places import Places

Told = Callable[[StreamReader, StreamWriter], Awaitable[None]]
COOKIE = "place"


def with_servers(work: Callable[[int, Places], Awaitable[None]], *, n: int = 2, answer: Told | None = None) -> None:
    """Open a door before small servers that say who they are, what they were asked, and how much came with it."""

    async def run() -> None:
        places = Places(n)
        servers = [await asyncio.start_server(answer or telling(number), HOST, 0) for number in range(n)]
        for place, server in zip(places.all, servers, strict=True):
            place.port = port_of(server)
        opened = await Door(places, COOKIE, patience_s=0.2).open(0)
        try:
            async with asyncio.timeout(30):
                await work(port_of(opened), places)
        finally:
            for each in (opened, *servers):
                each.close()

    asyncio.run(run())


def port_of(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


def telling(number: int) -> Told:
    async def told(asked: StreamReader, answer: StreamWriter) -> None:
        head = await asked.readuntil(b"\r\n\r\n")
        length = int((head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]).strip() or b"0")
        body = await asked.readexactly(length)
        first = head.partition(b"\r\n")[0]
        answer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%d %b %d " % (number, first, len(body)) + body)
        await answer.drain()
        answer.close()

    return told


async def ask(port: int, told: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(told)
    found = await reader.read(-1)
    writer.close()
    return found


def get(path: str, cookie: str = "") -> bytes:
    line = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n{line}\r\n".encode()


def test_each_browser_gets_its_own_server_also_when_many_ask_on_one_line() -> None:
    async def work(port: int, _places: Places) -> None:
        for number in (1, 0, 1):
            found = await ask(port, get("/a", f"{COOKIE}={number}") + get("/b", f"{COOKIE}={1 - number}"))
            assert found.endswith(b"%d GET /a HTTP/1.1 0 " % number), "the second waits for a line of its own"

    with_servers(work)


def test_much_goes_both_ways_unchanged() -> None:
    body = bytes(range(256)) * 20_000

    async def work(port: int, places: Places) -> None:
        head = b"PUT /up HTTP/1.1\r\nCookie: place=1\r\nContent-Length: %d\r\n\r\n" % len(body)
        found = await ask(port, head + body)
        assert found.endswith(b"1 PUT /up HTTP/1.1 %d " % len(body) + body)
        await settled(places)

    with_servers(work)


async def settled(places: Places) -> None:
    while any(place.n_lines for place in places.all):
        await asyncio.sleep(0.01)


async def echo(asked: StreamReader, answer: StreamWriter) -> None:
    await asked.readuntil(b"\r\n\r\n")
    answer.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
    while part := await asked.read(1_000):
        answer.write(part.upper())
        await answer.drain()
    answer.close()


def test_a_websocket_stays_open_both_ways_and_counts_until_it_ends() -> None:
    async def work(port: int, places: Places) -> None:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(b"GET /_stcore/stream HTTP/1.1\r\nUpgrade: websocket\r\nCookie: place=1\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        for word in (b"one", b"two"):
            writer.write(word)
            assert await reader.readexactly(3) == word.upper()
        assert [place.n_lines for place in places.all] == [0, 1]
        writer.transport.abort()
        await settled(places)

    with_servers(work, answer=echo)


def test_a_server_that_is_gone_or_not_yet_up_is_said() -> None:
    async def work(port: int, places: Places) -> None:
        places.all[1].port = 1
        assert b"503" in await ask(port, get("/", "place=1"))
        assert b"200 OK" in await ask(port, get("/", "place=0"))
        places.all[0].port, places.all[1].port, kept = None, None, places.all[0].port
        assert b"503" in await ask(port, get("/"))
        waiting = asyncio.create_task(ask(port, get("/")))
        await asyncio.sleep(0.1)
        places.all[0].port = kept
        assert b"200 OK" in await waiting, "whoever comes while it starts waits"

    with_servers(work)


def test_what_is_no_request_is_refused_and_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_door, "SECONDS_FOR_A_HEAD", 0.2)

    async def work(port: int, places: Places) -> None:
        assert (await ask(port, b"nonsense\r\n\r\n")).startswith(b"HTTP/1.1 400 ")
        assert (await ask(port, b"GET / HTTP/1.1\r\nX: " + b"x" * MOST_BYTES)).startswith(b"HTTP/1.1 431 ")
        assert await ask(port, b"GET / HTTP/1.1\r\nHalf: a head") == b"", "its time is up"
        assert all(place.n_lines == 0 for place in places.all)

    with_servers(work)
