"""The server: the dashboard behind security headers, for this machine only.

How the command `serve` starts it (the working directory does not matter)::

    os.environ["TANDEM_STORE"] = str(store.resolve())
    subprocess.run([sys.executable, str(root / "serve.py"), "--port", str(port)], check=True)

It listens on 127.0.0.1 alone, with port 0 on any free port. `http://127.0.0.1:PORT/_stcore/health` answers 200 once it
is up; then it also writes the line "Ready: http://127.0.0.1:PORT" to standard output. A port that is taken ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from analytics.access.settings import SettingError
from analytics.front.files import allow_many_files
from pages.shared import session
from pages.shared.entrance import ways
from pages.shared.entrance.gate import SignedInOnly
from pages.shared.entrance.staying import StaysHere, end_with_front
from pages.shared.problems import show_unexpected
from pages.shared.readers.warm import keep_warm

ROOT = Path(__file__).resolve().parent

# Streamlit's page has one inline script; a test recomputes this hash from the installed version.
INLINE_SCRIPT_HASH = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="

# `blob:` is how a component's own script is loaded; nothing else may run, and nothing outside may be asked for.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' blob: '{INLINE_SCRIPT_HASH}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Both answer without a sign-in: counts of sessions, and a description of an interface that is switched off.
BLOCKED_PATHS = ("/_stcore/metrics", "/_stcore/agent")

SECONDS_BETWEEN_ROUNDS = 60
MOST_IN_ROUNDS = 20_000
"""Objects: walking as many takes some 5 ms after each rerun; a round of everything takes 0.2 s."""

LONGEST_PART = 255
"""Bytes of a file's name: what is longer names nothing, and the search for it would end in an error."""


def names_nothing(path: str) -> bool:
    """Say whether a path is closed, or can't be one of ours."""
    parts = path.encode("utf-8", errors="replace").split(b"/")
    return path.rstrip("/").startswith(BLOCKED_PATHS) or any(len(part) > LONGEST_PART for part in parts)


def host_name(authority: str) -> str:
    """Give the host of `host:port` or of an origin such as `http://host:port`."""
    return authority.rpartition("//")[2].rpartition("@")[2].partition(":")[0].lower()


class OnlyThisMachine:
    """Refuse requests that name another host, so that a foreign page cannot reach the dashboard by DNS rebinding.

    Where the bank's provider leads back to a name of the bank's own, that name is answered too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what names this machine; answer 403 to the rest."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            named = [headers.get("host", "")] + ([origin] if origin is not None else [])
            if any(host_name(name) not in ways.hosts() for name in named):
                await PlainTextResponse("This dashboard answers on this machine only.", 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class SecurityHeaders:
    """Set the security headers on every answer and close the paths that nobody needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 on a blocked path; else pass on and add the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
            await send(message)

        if scope["type"] == "http" and names_nothing(scope["path"]):
            await PlainTextResponse("Not found", 404)(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)


@asynccontextmanager
async def _ready(_app: st.App) -> AsyncIterator[None]:
    """Import what pages need, then keep it out of the garbage collector's rounds.

    Streamlit collects all generations after each rerun, also after each look at what others did; walking the imported
    libraries again and again was most of a rerun's time. Then read ahead what the map needs, in the background.
    """
    import pandas.io.formats.style  # noqa: F401, PLC0415
    import plotly.graph_objects  # noqa: F401, PLC0415

    import pages.shared.everything  # noqa: F401, PLC0415

    # A folder "pages" makes Streamlit 1.67 look for screens by itself until the first st.navigation of the process, and
    # say "Page not found" to the first link that is opened.
    PagesManager.uses_pages_directory = False
    put_out_of_rounds()
    session.follow_settings()
    stopped = threading.Event()
    ahead = threading.Thread(target=keep_warm, args=(session.store(), stopped), name="reads ahead", daemon=True)
    ahead.start()
    rounds = asyncio.create_task(_keep_out_of_rounds())
    sys.stdout.write(f"Ready: http://127.0.0.1:{config.get_option('server.port')}\n")
    sys.stdout.flush()
    yield
    rounds.cancel()
    stopped.set()


def put_out_of_rounds() -> None:
    """Collect the garbage of everything, then keep what is left out of the collector's rounds.

    What was kept out before takes part in this one round, so that nothing that died since stays for ever.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def _keep_out_of_rounds() -> None:
    """Do it again when much has come up: libraries that a screen was the first to use, and answers that are kept."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_ROUNDS)
        if len(gc.get_objects()) > MOST_IN_ROUNDS:
            put_out_of_rounds()


app = st.App(
    ROOT / "app.py",
    lifespan=_ready,
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(OnlyThisMachine),
        Middleware(StaysHere),
        Middleware(SignedInOnly),
    ],
    on_script_error=show_unexpected,
)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Serve the dashboard on the store that TANDEM_STORE names.")
    parser.add_argument("--port", type=int, default=8501)
    options = parser.parse_args()
    try:
        ways.refuse_unsafe(session.store())
    except SettingError as refusal:
        sys.exit(f"Not started. {refusal}")
    allow_many_files()
    end_with_front()
    asked = {"server.port": options.port, "server.address": "127.0.0.1"}
    app.run(config=asked | {"secrets.files": [str(ways.auth_file())], "server.allowedHosts": sorted(ways.hosts())})


if __name__ == "__main__":
    main()
