"""What the server answers to strangers, and what the code may not contain."""

from __future__ import annotations

import ast
import asyncio
import base64
import hashlib
import re
import resource
from pathlib import Path

import pytest
import streamlit
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

import serve
from analytics.access.settings import AUTH_FILE_VARIABLE
from analytics.front.files import MOST_FILES, allow_many_files
from tests.access.test_settings import AUTH, written

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("analytics", "pages", "benchmarks")
SOURCES = [
    *sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")),
    ROOT / "app.py",
    ROOT / "serve.py",
]


def answer(path: str = "/", **headers: str) -> tuple[int, dict[str, str]]:
    """Ask the server's outer layers, with an application behind them that says 200 to everything."""
    told: list[Message] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("behind")(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    named = {"host": "127.0.0.1:8501", **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    asyncio.run(serve.SecurityHeaders(serve.OnlyThisMachine(behind))(scope, receive, send))
    start = told[0]
    return start["status"], {name.decode().lower(): value.decode() for name, value in start["headers"]}


def test_the_hash_in_the_policy_is_that_of_the_inline_script_of_the_installed_streamlit() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [f"sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}" for each in inline]
    assert hashes == [serve.INLINE_SCRIPT_HASH]


@pytest.mark.parametrize(
    ("path", "host"), [("/", "127.0.0.1"), ("/_stcore/metrics", "127.0.0.1"), ("/", "evil.example")]
)
def test_every_answer_carries_the_security_headers(path: str, host: str) -> None:
    _, headers = answer(path, host=host)
    for name, value in serve.SECURITY_HEADERS.items():
        assert headers[name.lower()] == value
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent/openapi.json", "/_stcore/agent"]
)
def test_paths_that_nobody_needs_are_closed(path: str) -> None:
    assert answer(path)[0] == 404


def test_a_name_that_no_file_can_have_is_not_looked_for() -> None:
    assert answer("/app/static/" + "a" * 255)[0] == 200
    assert answer("/app/static/" + "a" * 256)[0] == 404
    assert answer("/app/static/" + "é" * 128)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "10.0.0.1:8501", "localhost.evil:80"])
def test_another_host_is_refused(host: str) -> None:
    assert answer(host=host)[0] == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost.evil.example:8501"])
def test_another_origin_is_refused(origin: str) -> None:
    assert answer(origin=origin)[0] == 403


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "LOCALHOST:1"])
def test_this_machine_is_served(host: str) -> None:
    assert answer(host=host)[0] == 200
    assert answer(host=host, origin=f"http://{host}")[0] == 200


def test_the_name_that_the_banks_provider_leads_back_to_is_answered_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer(host="tandem.bank")[0] == 403
    monkeypatch.setenv(AUTH_FILE_VARIABLE, str(written(tmp_path, AUTH)))
    assert answer(host="tandem.bank", origin="https://tandem.bank")[0] == 200
    assert answer(host="tandem.bank.evil.example")[0] == 403
    assert answer(host="127.0.0.1", origin="https://id.bank")[0] == 403


def test_as_many_files_may_be_open_as_people_who_come_need() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, before[1]))
    try:
        allow_many_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (min(before[1], MOST_FILES), before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_server_listens_on_this_machine_only_and_calls_nobody() -> None:
    from streamlit import config

    config.get_config_options(force_reparse=True)
    expected = {
        "server.address": "127.0.0.1",
        "server.allowedHosts": ["localhost", "127.0.0.1"],
        "server.enableXsrfProtection": True,
        "server.enableAgentApi": False,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "client.disableDataExport": True,
        "runner.magicEnabled": False,
    }
    assert {name: config.get_option(name) for name in expected} == expected


def imported(tree: ast.AST) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def called(tree: ast.AST) -> set[str]:
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def attributes(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def arguments(tree: ast.AST) -> set[str]:
    return {word.arg or "" for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_comes_from_data(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    roots = {name.split(".")[0] for name in imported(tree)}
    assert not roots & {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "code"}
    assert not called(tree) & {"eval", "exec", "compile", "__import__"}
    assert not attributes(tree) & {"read_pickle", "to_pickle", "import_module"}
    assert not arguments(tree) & {"unsafe_allow_html", "unsafe_allow_javascript", "allow_pickle", "shell"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_room_keeps_to_its_own_tools(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    where = path.relative_to(ROOT).as_posix()
    if not where.startswith(("analytics/store/", "benchmarks/")):  # in a benchmark DuckDB is the peer
        assert "duckdb" not in imported(tree), "only the store speaks to DuckDB"
    if where != "pages/shared/offered.py":
        assert "download_button" not in attributes(tree), "every file goes through offered.py, which writes it down"
    if where != "pages/shared/session.py":
        assert not attributes(tree) & {"session_state", "query_params"}, "only session.py knows the session"
    assert not attributes(tree) & {"cache_data", "cache_resource"}, "only the readers cache, by snapshot"
