"""The whole server, asked without a browser."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

import serve

pytestmark = pytest.mark.browser


def asked(url: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Ask for a path exactly as written."""
    port = urlsplit(url).port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, told, answer.read().decode("utf-8", errors="replace")
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/", "/app/static/Inter-Regular.woff2", "/_stcore/health", "/no/such/page"])
def test_every_answer_carries_the_security_headers(served: str, path: str) -> None:
    _, headers, _ = asked(served, path)
    for name, value in serve.SECURITY_HEADERS.items():
        assert headers[name.lower()] == value


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/interact"])
def test_paths_that_nobody_needs_are_closed(served: str, path: str) -> None:
    assert asked(served, path)[0] == 404


def test_another_host_is_refused(served: str) -> None:
    assert asked(served, "/", Host="evil.example")[0] == 403
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    assert asked(served, "/_stcore/stream", Origin="http://evil.example", **upgrade, **key)[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../app.py",
        "/app/static/..%2fapp.py",
        "/app/static/%2e%2e/app.py",
        "/app/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "/app/static/..%5capp.py",
        "/app/static//etc/passwd",
        "/app/static/%252e%252e/app.py",
        "/app/static/%5c%5chost%5cshare",
        "/app/static/....//app.py",
        "/app/static/.%00./app.py",
        "/media/../app.py",
        "/media/%2e%2e%2fapp.py",
        "/component/..%2f..%2fapp.py",
        "/static/..%2f..%2fconfig.py",
        "/../../etc/passwd",
        "//etc/passwd",
    ],
)
def test_no_file_outside_the_static_folder_is_served(served: str, path: str) -> None:
    status, _, text = asked(served, path)
    assert "st.navigation" not in text
    assert "root:" not in text
    assert status in (400, 401, 403, 404) or "<title>Streamlit</title>" in text
