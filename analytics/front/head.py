"""The head of a request: as much of it as it takes to hand the request on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

MOST_BYTES = 65_536
_END = b"\r\n\r\n"
_OF_THE_LINE = (b"connection", b"keep-alive", b"proxy-connection")


class HeadError(Exception):
    """What came is not the head of a request.

    Attributes
    ----------
    status : str
        Of the answer, such as ``400 Bad Request``.
    """

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Head:
    """The head of a request.

    Attributes
    ----------
    method : bytes
        Such as ``GET``.
    first_line : bytes
        The method, the target and the version, as they came.
    headers : sequence of (bytes, bytes)
        The names in small letters, and the lines that they stand in, as they came.
    """

    method: bytes
    first_line: bytes
    headers: Sequence[tuple[bytes, bytes]]

    @property
    def is_upgrade(self) -> bool:
        """Whether it asks for a websocket."""
        return any(name == b"upgrade" for name, _ in self.headers)

    def cookie(self, name: str) -> str | None:
        """The value of a cookie; None where there is none or it can't be read."""
        told = b"; ".join(line.partition(b":")[2].strip() for header, line in self.headers if header == b"cookie")
        try:
            found = SimpleCookie(told.decode("latin-1")).get(name)
        except CookieError:
            return None
        return None if found is None else found.value

    def passed_on(self) -> bytes:
        """The head for the server: nothing but an upgrade leaves the line open after its answer.

        So each request comes on a line of its own and is given to its own person's server, also where a proxy before
        this one sends the requests of many people on one line.
        """
        if self.is_upgrade:
            lines = [line for _, line in self.headers]
        else:
            lines = [line for name, line in self.headers if name not in _OF_THE_LINE] + [b"Connection: close"]
        return b"\r\n".join([self.first_line, *lines]) + _END


async def read_head(lines: asyncio.StreamReader) -> Head:
    """Read a request's head; what follows stays in `lines`.

    Parameters
    ----------
    lines : StreamReader
        Made with the limit `MOST_BYTES`.

    Raises
    ------
    HeadError
        If it is too long, or no head.
    asyncio.IncompleteReadError
        If the line ended before.
    """
    try:
        told = await lines.readuntil(_END)
    except asyncio.LimitOverrunError:
        raise HeadError("431 Request Header Fields Too Large") from None
    first_line, *rest = told[: -len(_END)].split(b"\r\n")
    parts = first_line.split(b" ")
    named = [(line.partition(b":")[0].lower(), line) for line in rest]
    # A header that goes on in the next line, or has a space before the colon, is read in more ways than one.
    if len(parts) != 3 or not parts[2].startswith(b"HTTP/1.") or any(not _is_name(name) for name, _ in named):
        raise HeadError("400 Bad Request")
    return Head(parts[0], first_line, named)


def _is_name(text: bytes) -> bool:
    return text != b"" and not any(letter <= 0x20 or letter >= 0x7F for letter in text)
