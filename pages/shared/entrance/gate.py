"""The gate before the dashboard: whoever is not signed in gets the page that asks who they are, and nothing else."""

from __future__ import annotations

import time
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from analytics.access.local import sign_in
from analytics.access.token import written
from analytics.errors import TandemError
from analytics.knowledge.reading import knowledge
from analytics.knowledge.rights import HOMES
from pages.shared import screens, session
from pages.shared.entrance import ways
from pages.shared.entrance.page import PLACE, again, sign_in_page
from pages.shared.entrance.signed_in import sign_in_of

OPEN = ("/_stcore/health", "/app/static/")
"""What anybody may ask for: whether the server is up, and the fonts and logos of the page that asks."""
MOST_BYTES = 4_096
REFUSED = 4_401


class SignedInOnly:
    """Let in whoever is signed in; lead the others to the sign-in page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what a signed-in browser asks; else lead a page to sign-in, and refuse everything else."""
        if scope["type"] not in ("http", "websocket") or not is_asked_for_cookies():
            await self.app(scope, receive, send)
            return
        path, name = scope["path"], name_in(Headers(scope=scope))
        if scope["type"] == "websocket":
            if name is None:
                await send({"type": "websocket.close", "code": REFUSED, "reason": "sign in first"})
                return
        elif path == PLACE:
            await (await _entrance(Request(scope, receive)))(scope, receive, send)
            return
        elif not path.startswith(OPEN) and (answer := _instead(scope, path, name)) is not None:
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_asked_for_cookies() -> bool:
    """Say whether people sign in as local profiles: else the page itself asks, or nobody is asked."""
    return not ways.settings().straight_in and ways.provider() is None


def name_in(headers: Headers) -> str | None:
    """Whose sign-in a browser kept; None for nobody's that still holds."""
    store = session.store()
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(ways.keys(store).cookie)
    except CookieError:
        return None
    kept = None if found is None else sign_in_of(store, found.value)
    return None if kept is None else kept.name


def safe_address(told: str) -> str:
    """Give an address back where it is a screen of ours with its parameters; else the beginning."""
    parts = urlsplit(told)
    screen = parts.path.strip("/")
    if parts.scheme or parts.netloc or (screen and screens.file_of(screen) is None):
        return "/"
    query = "&".join(f"{quote(key)}={quote(value)}" for key, value in parse_qsl(parts.query))
    return f"/{screen}" + (f"?{query}" if query else "")


def _instead(scope: Scope, path: str, name: str | None) -> Response | None:
    """What is answered in the place of the dashboard; None to pass on."""
    query = scope["query_string"].decode("latin-1")
    address = path + (f"?{query}" if query else "")
    if name is None:
        headers = Headers(scope=scope)
        is_page = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
        if not is_page:
            return PlainTextResponse("Sign in first.", 401)
        if headers.get("sec-fetch-site") == "cross-site":
            return HTMLResponse(again(safe_address(address)))
        return RedirectResponse(f"{PLACE}?next={quote(safe_address(address))}", 303)
    if path == "/":
        home = HOMES[knowledge(session.store()).people[name].role]
        return RedirectResponse(f"/{home}" + (f"?{query}" if query else ""))
    return None


async def _entrance(request: Request) -> Response:
    store = session.store()
    if request.method == "POST":
        return await _signed_in(request, store)
    asked = dict(parse_qsl(request.url.query))
    to = safe_address(asked.get("next", "/"))
    return _page(store, to=to, wanted=asked.get("as", ""), found=asked.get("find", "")[:100])


async def _signed_in(request: Request, store: Path) -> Response:
    told = dict(parse_qsl((await _body(request)).decode("utf-8", errors="replace"), max_num_fields=10))
    name, to = told.get("name", ""), safe_address(told.get("next", "/"))
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return PlainTextResponse("Sign in from this dashboard's own page.", 403)
    passphrase = told.get("passphrase", "")
    try:
        # The passphrase takes some time to look at; nobody else shall wait for it.
        made = await run_in_threadpool(sign_in, store, name, passphrase, tries=ways.TRIES, now_s=time.time())
    except TandemError as refusal:
        return _page(store, to=to, wanted=name, problem=str(refusal), status=403)
    answer = RedirectResponse(to, 303)
    keys = ways.keys(store)
    answer.set_cookie(keys.cookie, written(made, keys.secret), httponly=True, samesite="strict", path="/")
    return answer


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return b""
    return body


def _page(store: Path, *, to: str, wanted: str = "", found: str = "", problem: str = "", status: int = 200) -> Response:
    told = sign_in_page(store, to=to, wanted=wanted, found=found, problem=problem)
    return HTMLResponse(told, status, headers={"Cache-Control": "no-store"})
