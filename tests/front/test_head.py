"""The head of a request is read as far as it takes to hand it on, and handed on as it came."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.front.head import MOST_BYTES, Head, HeadError, read_head

NAMES = st.from_regex(rb"[A-Za-z][A-Za-z0-9-]{0,12}", fullmatch=True)
VALUES = st.from_regex(rb"[ -~]{0,30}", fullmatch=True)


def head_of(told: bytes) -> Head:
    async def read() -> Head:
        lines = asyncio.StreamReader(limit=MOST_BYTES)
        lines.feed_data(told)
        lines.feed_eof()
        return await read_head(lines)

    return asyncio.run(read())


def test_a_page_is_asked_for_on_a_line_of_its_own() -> None:
    kept_open = b"Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
    head = head_of(b"GET /overview?a=1 HTTP/1.1\r\nHost: x\r\n" + kept_open + b"Accept: */*\r\n\r\n")
    assert head.method == b"GET"
    assert not head.is_upgrade
    assert head.passed_on() == b"GET /overview?a=1 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n"


def test_a_websocket_is_asked_for_as_it_came() -> None:
    told = b"GET /_stcore/stream HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nHost: x\r\n\r\n"
    assert head_of(told).is_upgrade
    assert head_of(told).passed_on() == told


def test_a_cookie_is_found_among_others_and_what_is_no_cookie_is_none() -> None:
    head = head_of(b'GET / HTTP/1.1\r\nCookie: a=1; place=2\r\ncookie: b="x y"\r\n\r\n')
    assert [head.cookie(name) for name in ("a", "place", "b", "c")] == ["1", "2", "x y", None]
    assert head_of(b"GET / HTTP/1.1\r\nCookie: \xff\xfe;;==\r\n\r\n").cookie("place") is None
    assert head_of(b"GET / HTTP/1.1\r\n\r\n").cookie("place") is None


@pytest.mark.parametrize(
    "told",
    [
        b"GET /\r\n\r\n",
        b"GET / HTTP/2\r\n\r\n",
        b"GET / a HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        b"GET / HTTP/1.1\r\n: empty\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(told: bytes) -> None:
    with pytest.raises(HeadError, match="400"):
        head_of(told)


def test_a_head_that_is_too_long_is_refused_and_half_a_head_is_none() -> None:
    with pytest.raises(HeadError, match="431"):
        head_of(b"GET / HTTP/1.1\r\nX: " + b"x" * 2 * MOST_BYTES + b"\r\n\r\n")
    with pytest.raises(asyncio.IncompleteReadError):
        head_of(b"GET / HTTP/1.1\r\nHost: x\r\n")


@given(st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_every_other_header_is_handed_on_as_it_came(headers: list[tuple[bytes, bytes]]) -> None:
    lines = [name + b":" + value for name, value in headers]
    passed = head_of(b"\r\n".join([b"PUT /x HTTP/1.1", *lines]) + b"\r\n\r\n").passed_on()
    assert passed.endswith(b"\r\n\r\n")
    first, *rest = passed[:-4].split(b"\r\n")
    of_the_line = (b"connection", b"keep-alive", b"proxy-connection")
    is_upgrade = any(name.lower() == b"upgrade" for name, _ in headers)
    kept = [line for line in lines if is_upgrade or line.partition(b":")[0].lower() not in of_the_line]
    assert first == b"PUT /x HTTP/1.1"
    assert rest == (kept if is_upgrade else [*kept, b"Connection: close"])
