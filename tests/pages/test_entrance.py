"""The gate: a stranger gets the page that asks who they are, and nothing else; and what ends a sign-in."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from analytics.access.claims import Provider
from analytics.access.passphrases import set_passphrase
from analytics.access.settings import AS_VARIABLE
from analytics.access.token import new_sign_in, written
from analytics.access.tries import Tries
from analytics.knowledge.people import Person
from analytics.knowledge.roles import Role
from pages.shared import profile
from pages.shared.entrance import ways
from pages.shared.entrance.gate import MOST_BYTES, SignedInOnly, safe_address
from tests.pages.acted import acted
from tests.pages.made_up import made_up_store
from tests.pages.screen import as_person, opened, said
from tests.test_security import SOURCES  # noqa: F401 - the server can be imported here

PHRASE = "correct horse battery"
Answer = tuple[int, dict[str, str], str]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    monkeypatch.delenv(AS_VARIABLE, raising=False)
    monkeypatch.setattr(ways, "TRIES", Tries(lambda: 0.0))
    return tmp_path


def asked(path: str, *, method: str = "GET", body: bytes = b"", kind: str = "http", **headers: str) -> Answer:
    """Ask the gate, with a dashboard behind it that says "behind" to everything."""
    told: list[Message] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await PlainTextResponse("behind")(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    named = {"host": "127.0.0.1:8501", "accept": "text/html", **{k.replace("_", "-"): v for k, v in headers.items()}}
    place, _, query = path.partition("?")
    scope = {
        "type": kind,
        "method": method,
        "path": place,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    asyncio.run(SignedInOnly(behind)(scope, receive, send))
    if kind == "websocket":
        return (101 if told[0]["type"] == "websocket.accept" else 403), {}, ""
    found = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return told[0]["status"], found, b"".join(message.get("body", b"") for message in told[1:]).decode()


def posted(**fields: str) -> Answer:
    return asked("/sign-in", method="POST", body=urlencode(fields).encode())


def cookie_of(name: str, **more: str) -> str:
    status, headers, _ = posted(name=name, **more)
    assert status == 303
    return headers["set-cookie"].partition(";")[0]


def test_a_stranger_who_opens_a_page_is_led_to_sign_in_and_back(store: Path) -> None:
    status, headers, body = asked("/segment?region=R01&level=1")
    assert (status, body) == (303, "")
    assert headers["location"] == "/sign-in?next=/segment%3Fregion%3DR01%26level%3D1"
    status, headers, _ = posted(name="expert", next="/segment?region=R01&level=1")
    assert (status, headers["location"]) == (303, "/segment?region=R01&level=1")


@pytest.mark.parametrize(
    "path", ["/", "/segment", "/media/abc.csv", "/_stcore/stream", "/_stcore/upload_file/x/y", "/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD"])
def test_nothing_else_is_answered_to_a_stranger(store: Path, path: str, method: str) -> None:
    status, _, body = asked(path, method=method, accept="*/*")
    assert status == 401
    assert "behind" not in body
    assert asked(path, kind="websocket")[0] == 403


def test_the_page_that_asks_has_its_fonts_and_health_is_told(store: Path) -> None:
    assert asked("/app/static/Inter-Regular.woff2", accept="*/*")[2] == "behind"
    assert asked("/_stcore/health", accept="*/*")[2] == "behind"


def test_a_cookie_is_for_this_browser_session_scripts_and_foreign_pages_don_t_get_it(store: Path) -> None:
    kept = posted(name="expert")[1]["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= {part.strip() for part in kept.split(";")}
    assert "Max-Age" not in kept
    assert "expires" not in kept.lower()
    assert asked("/segment", cookie=kept.partition(";")[0])[2] == "behind"
    assert asked("/_stcore/stream", kind="websocket", cookie=kept.partition(";")[0])[0] == 101


def test_each_role_is_led_home_with_its_filters(store: Path) -> None:
    for name, home in (("executive", "retention"), ("expert", "inbox"), ("administrator", "data")):
        assert asked("/?region=R01", cookie=cookie_of(name))[1]["location"] == f"/{home}?region=R01"


@pytest.mark.parametrize(
    "cookie", ["", "x", "{name}=", "{name}=a.b", "{name}={other}", "{name}={old}", "{name}={gone}"]
)
def test_no_other_cookie_opens_the_gate(store: Path, cookie: str) -> None:
    keys = ways.keys(store)
    forged = cookie.format(
        name=keys.cookie,
        other=written(new_sign_in("expert", now_s=1.8e9), b"o" * 48),
        old=written(new_sign_in("expert", now_s=1.0e9), keys.secret),
        gone=written(new_sign_in("nobody", now_s=1.8e9), keys.secret),
    )
    assert asked("/segment", accept="*/*", cookie=forged)[0] == 401
    assert asked("/_stcore/stream", kind="websocket", cookie=forged)[0] == 403


def test_a_cookie_of_another_store_is_none_here(store: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    cookie = cookie_of("expert")
    os.environ["TANDEM_STORE"] = str(tmp_path_factory.mktemp("other"))
    assert asked("/segment", accept="*/*", cookie=cookie)[0] == 401


@pytest.mark.parametrize(
    "told",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/sign-out",
        "/../x",
        "\\\\evil",
    ],
)
def test_nobody_is_led_elsewhere(store: Path, told: str) -> None:
    assert safe_address(told) == "/"
    assert posted(name="expert", next=told)[1]["location"] == "/"


def test_a_link_on_a_foreign_page_is_opened_once_more_by_our_own(store: Path) -> None:
    status, _, body = asked('/segment?search="><script>', sec_fetch_site="cross-site")
    assert status == 200
    assert 'content="0;url=/segment?search=' in body
    assert "<script>" not in body


def test_a_form_of_a_foreign_page_signs_nobody_in(store: Path) -> None:
    body = urlencode({"name": "expert"}).encode()
    assert asked("/sign-in", method="POST", body=body, sec_fetch_site="cross-site")[0] == 403
    assert asked("/sign-in", method="POST", body=body + b"&next=" + b"x" * MOST_BYTES)[0] == 403


def test_a_passphrase_is_asked_for_and_slowed_down(store: Path) -> None:
    set_passphrase(store, "executive", PHRASE)
    page = asked("/sign-in")[2]
    assert 'value="expert"' in page
    assert 'value="executive"' not in page, "a profile with a passphrase is not signed in by one click"
    assert 'type="password"' in asked("/sign-in?as=executive")[2]
    for _ in range(3):
        status, headers, page = posted(name="executive", passphrase="guessed")
        assert (status, "set-cookie" in headers) == (403, False)
    assert "looked at in 1 s" in posted(name="executive", passphrase=PHRASE)[2]


def test_what_people_wrote_is_shown_as_text_on_the_page_that_asks(store: Path) -> None:
    hostile = "<script>alert(1)</script>"
    acted(store, {"act": "profile", "name": "anna", "role": "expert", "team": hostile}, author="administrator")
    pages = [asked("/sign-in")[2], posted(name=hostile)[2], asked(f"/sign-in?find={hostile}&next=/segment")[2]]
    assert all("<script" not in page for page in pages)
    assert "&lt;script&gt;" in pages[0]


def test_above_eight_profiles_there_is_a_search(store: Path) -> None:
    assert 'type="search"' not in asked("/sign-in")[2]
    for name in ("Ada", "Bea", "Cyd", "Dot"):
        acted(store, {"act": "profile", "name": name, "role": "adviser", "team": "Brno"}, author="administrator")
    assert 'type="search"' in asked("/sign-in")[2]
    found = asked("/sign-in?find=brno")[2]
    assert re.findall(r'name="name" value="(\w+)"', found) == ["Ada", "Bea", "Cyd", "Dot"]
    assert "Nobody here is called" in asked("/sign-in?find=zzz")[2]


def test_where_one_is_signed_in_straight_away_nobody_is_asked(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(AS_VARIABLE, "expert")
    assert asked("/segment")[2] == "behind"


def test_a_page_that_nobody_signed_in_to_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, n=60)
    for screen in ("decide/overview", "explore/customers", "contribute/data"):
        app = opened(tmp_path, screen, monkeypatch, {"customer": "C000004"}, person="")
        assert [title.value for title in app.title] == ["You are not signed in"]
        assert not app.dataframe
        assert not app.metric
        assert not app.sidebar.button
        assert "C0000" not in said(app)


def test_a_role_that_was_changed_holds_at_the_next_run_of_an_open_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_store(tmp_path, n=60)
    acted(tmp_path, {"act": "profile", "name": "Ada", "role": "analyst"}, author="administrator")
    app = opened(tmp_path, "explore/customers", monkeypatch, person="Ada")
    assert app.dataframe
    acted(tmp_path, {"act": "profile", "name": "Ada", "role": "administrator"}, author="administrator")
    app.run()
    assert "Not among your screens" in said(app)
    assert not app.dataframe


def test_who_is_signed_in_is_asked_once_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, n=60)
    asked_at: list[str] = []
    known = Person("analyst", Role.ANALYST)

    def signed_in(store: Path) -> Person:
        asked_at.append("now")
        return known

    monkeypatch.setattr(profile, "signed_in", signed_in)
    app = opened(tmp_path, "explore/customers", monkeypatch)
    n_first = len(asked_at)
    app.run()
    assert n_first <= 3
    assert 1 <= len(asked_at) - n_first <= 2


def test_what_one_person_chose_is_gone_when_another_signs_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_store(tmp_path, n=60)
    app = opened(tmp_path, "explore/customers", monkeypatch, person="analyst")
    app.session_state["kept:secret"] = "of the analyst"
    as_person(app, "expert")
    assert "kept:secret" not in app.session_state
    assert "expert" in said(app)


class Claimed:
    """In the place of `st.user`: what the provider signed."""

    def __init__(self, **claims: object) -> None:
        self.claims = claims

    def to_dict(self) -> dict[str, object]:
        return self.claims


def test_who_comes_from_the_provider_has_the_role_of_their_group_until_the_token_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_store(tmp_path, n=60)
    provider = Provider({"BANK-X": Role.EXECUTIVE, "BANK-A": Role.ANALYST})
    monkeypatch.setattr(ways, "provider", lambda: provider)
    monkeypatch.setattr("pages.shared.entrance.signed_in.now_s", lambda: 1_000.0)
    claims: dict[str, object] = {"is_logged_in": True, "email": "anna@bank.example", "iat": 900, "exp": 2_000}
    monkeypatch.setattr(st, "user", Claimed(**claims, groups=["BANK-A"]))
    app = opened(tmp_path, "explore/customers", monkeypatch, person="")
    assert app.dataframe
    assert any("example" in str(each.value) and "analyst" in str(each.value) for each in app.caption)
    monkeypatch.setattr(st, "user", Claimed(**claims, groups=["STAFF"]))
    app.run()
    assert "You are not signed in" in said(app)
    assert "no role here" in said(app)
    monkeypatch.setattr(st, "user", Claimed(**{**claims, "exp": 1_000}, groups=["BANK-A"]))
    assert "You are not signed in" in said(app.run())
    monkeypatch.setattr(st, "user", Claimed(is_logged_in=False))
    assert not app.run().dataframe
