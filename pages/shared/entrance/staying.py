"""Of a server behind the front: each browser stays with it, and it ends with the front."""

from __future__ import annotations

import os
import signal
import sys
import threading

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.front.places import PLACE_VARIABLE
from pages.shared.entrance.page import PLACE as SIGN_IN


class StaysHere:
    """Tell a browser that opens a page with which server it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept = os.environ.get(PLACE_VARIABLE, "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add the cookie to the page."""

        async def send_with_place(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Lax: the bank's provider leads back from elsewhere, and its answer belongs to whom the question was.
                MutableHeaders(scope=message).append("set-cookie", f"{self.kept}; HttpOnly; SameSite=Lax; Path=/")
            await send(message)

        await self.app(scope, receive, send_with_place if self.kept and opens_page(scope) else send)


def opens_page(scope: Scope) -> bool:
    """Say whether a page is asked for; who signs in is sent to one server, whichever they are with."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] == SIGN_IN:
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def end_with_front() -> None:
    """End when the front does, however it ended: it holds the other end of standard input."""
    if PLACE_VARIABLE in os.environ:
        threading.Thread(target=_end_with_input, name="ends with the front", daemon=True).start()


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
