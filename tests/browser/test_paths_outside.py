"""No spelling of a path leads out of what is served: every route is asked by raw bytes, as no browser would ask."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from benchmarks.reruns import signed_in_as

pytestmark = pytest.mark.browser

IS_LONG = os.environ.get("TANDEM_SLOW") == "1"
CANARY = "a canary that sings outside"
OURS = ("<title>Streamlit</title>", "<title>Sign in · Tandem</title>", "<title>Tandem</title>")
ROUTES = (
    *("/", "/app/static/", "/static/", "/static/js/", "/media/", "/component/", "/component/tandem.map/"),
    *("/_stcore/bidi-components/", "/_stcore/upload_file/", "/_stcore/", "/sign-in/", "/segment_map/", "/auth/"),
)
UP = (
    *("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%25252e%25252e", "..%00", "..%09", "..%0d%0a", "%c0%ae%c0%ae"),
    *("%e0%80%ae%e0%80%ae", "%uff0e%uff0e", "%ef%bc%8e%ef%bc%8e", "....", "..;", "%20..", "...", ".%00."),
)
BETWEEN = (
    *("/", "%2f", "%2F", "\\", "%5c", "%255c", "%252f", "%c0%af", "%c1%9c", "%ef%bc%8f", "//", "/./", "%u2215"),
    *("%5c/", "/%2f", "%e2%88%95"),
)
ABSOLUTE = (
    *("{file}", "/{file}", "%2f{file}", "%5c{file}", "file://{file}", "file:%2f%2f{file}", "%00{file}", "C:%5c{file}"),
    *("%5c%5chost%5cshare{file}", "//host/share{file}", "~{file}", "{file}%00.woff2", "{file}?.svg", "{file}#.svg"),
    *("/evil.example", "/evil.example/", "/evil.example/%2e%2e", "\\evil.example", "%5cevil.example/"),
    *("Inter-Regular.woff2/../../..{file}", "%2e/{file}", "?file={file}", "?next={file}", "{file}%20", "{file}."),
)
PAGES = (
    "../../app",
    "..%2f..%2fserve",
    "{file}",
    "/etc/passwd",
    "pages/shared/session.py",
    "segment_map/../../app",
    "%00",
)


def spellings(file: Path) -> Iterator[str]:
    """Every way to write the way to a file; by day each way up and each sign between once or more."""
    ways = list(product(UP, BETWEEN))
    for up, between in ways if IS_LONG else ways[::5]:
        yield (up + between) * 12 + str(file).lstrip("/").replace("/", between)
    yield from (each.format(file=file) for each in ABSOLUTE)


def asked(url: str, path: str, cookie: str, method: str = "GET") -> tuple[int, str]:
    """Ask for a path by raw bytes; gives the status and what was said, or where to it leads."""
    where = urlsplit(url)
    lines = (f"{method} {path} HTTP/1.1", f"Host: {where.netloc}", f"Cookie: {cookie}", "Accept: text/html")
    with socket.create_connection((str(where.hostname), where.port or 80), timeout=20) as line:
        line.sendall("\r\n".join((*lines, "Content-Length: 0", "Connection: close", "", "")).encode())
        told = b"".join(iter(lambda: line.recv(1 << 16), b"")).decode("utf-8", errors="replace")
    head, _, body = told.partition("\r\n\r\n")
    leads = [name.split(": ", 1)[1] for name in head.split("\r\n") if name.lower().startswith("location: ")]
    return int(head.split(" ")[1]) if head else 0, leads[0] if leads else body


def is_harmless(url: str, status: int, said: str) -> bool:
    """Say whether an answer refuses, is the dashboard's own page, or leads to this server and nowhere else."""
    if status in (301, 303, 307, 308):
        return urlsplit(said).netloc in ("", urlsplit(url).netloc) and "\\" not in said
    return 400 <= status < 500 or (status == 200 and any(title in said for title in OURS))


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("outside") / "canary.svg"
    file.write_text(CANARY)
    return file


def test_the_canary_sings_where_it_is_served(served: str) -> None:
    status, body = asked(served, "/app/static/mark.svg", "")
    assert status == 200
    assert "<svg" in body


@pytest.mark.parametrize("person", ["", "analyst"])
def test_no_spelling_leads_to_a_file_outside(served: str, canary: Path, person: str) -> None:
    cookie = signed_in_as(served, "analyst") if person else ""
    targets = (canary, Path("/etc/passwd"), Path("/app.py")) if IS_LONG else (canary,)
    paths = [route + spelling for target in targets for spelling in spellings(target) for route in ROUTES]
    with ThreadPoolExecutor(4) as several:
        told = list(several.map(lambda path: asked(served, path, cookie), paths if IS_LONG or person else paths[::9]))
    for path, (status, body) in zip(paths if IS_LONG or person else paths[::9], told, strict=True):
        assert CANARY not in body, path
        assert "root:x:" not in body, path
        assert "st.navigation" not in body, path
        assert is_harmless(served, status, body), (path, status, body[:200])
    assert len(set(spellings(canary))) >= 40


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "TRACE", "PROPFIND"])
def test_nothing_is_put_outside(served: str, canary: Path, method: str) -> None:
    cookie = signed_in_as(served, "analyst")
    for route, spelling in product(("/_stcore/upload_file/", "/app/static/"), list(spellings(canary))[::8]):
        status, said = asked(served, f"{route}{spelling}/x", cookie, method)
        assert status != 200, (method, route + spelling)
        assert is_harmless(served, status, said), (method, route + spelling, status)
    assert canary.read_text() == CANARY


async def _drawn(url: str, cookie: str, page: str, query: str) -> bytes:
    """Ask for a page over the websocket, as a forged message may; gives all that comes back."""
    question = BackMsg()
    question.rerun_script.page_name, question.rerun_script.query_string = page, query
    came = b""
    async with connect(
        url.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        max_queue=None,  # what comes after the end is not read, and must not hold up leaving
        origin=None,
        additional_headers={"Cookie": cookie},
    ) as line:
        await line.send(question.SerializeToString())
        while True:
            part, answer = bytes(await line.recv(decode=False)), ForwardMsg()
            came += part
            answer.ParseFromString(part)
            if answer.WhichOneof("type") == "script_finished":
                return came


def test_no_name_of_a_page_or_value_of_a_link_shows_a_file(served: str, canary: Path) -> None:
    cookie = signed_in_as(served, "analyst")
    way = "../" * 12 + str(canary).lstrip("/")
    query = "&".join(f"{name}={way}" for name in ("segment", "region", "cohort", "found", "customer", "pattern", "as"))
    asked_for = [(page.format(file=canary), "") for page in PAGES] + [("segment_map", query), ("patterns", query)]

    async def all_of_them() -> list[bytes]:
        return [await _drawn(served, cookie, page, link) for page, link in asked_for]

    with ThreadPoolExecutor(1) as alone:
        came = alone.submit(lambda: asyncio.run(all_of_them())).result()
    assert all(CANARY.encode() not in each and b"st.navigation" not in each for each in came)
    assert all(b"root:x:" not in each for each in came)
