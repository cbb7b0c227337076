"""Several servers behind one address are one dashboard: the same answers, one sign-in, one sign-out."""

from __future__ import annotations

import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from analytics.access.ended import end
from analytics.access.token import read
from benchmarks.reruns import measured, signed_in_as
from pages.shared.entrance import ways
from tests.browser.driving import serving_by
from tests.pages.made_up_rest import whole_store

pytestmark = pytest.mark.browser


def page(url: str, cookie: str = "") -> tuple[int, str, str]:
    """Open a page; gives the status, where it leads, and with which server the browser is from now on."""
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    line.request("GET", "/overview", headers={"Accept": "text/html", "Cookie": cookie})
    answer = line.getresponse()
    told = answer.status, answer.getheader("location", ""), answer.getheader("set-cookie", "").partition(";")[0]
    line.close()
    return told


def places_of(url: str) -> list[str]:
    """Wait until both servers are up; gives the cookies by which a browser stays with one."""
    found, until = set[str](), time.monotonic() + 120
    while len(found) < 2 and time.monotonic() < until:
        found.add(page(url)[2])
    return sorted(found)


def test_people_of_two_servers_get_the_same_answers_and_one_sign_out_ends_all(tmp_path: Path) -> None:
    whole_store(tmp_path, n=400)
    with serving_by(tmp_path, n_processes=2) as (url, _):
        here, there = places_of(url)
        told = measured(url, n_people=6, n_rounds=2, think_s=0.2)
        kept = signed_in_as(url, "analyst")
        before = [page(url, f"{kept}; {place}") for place in (here, there)]
        keys = ways.keys(tmp_path)
        made = read(kept.partition("=")[2], keys.secret)
        assert made is not None
        end(tmp_path, made.id, until_s=time.time() + 3600, now_s=time.time())
        after = [page(url, f"{kept}; {place}") for place in (here, there)]

    assert here != there
    assert told.n_wrong == 0
    assert [(status, place) for status, _, place in before] == [(200, here), (200, there)], "each stays where it is"
    assert [(status, to.partition("?")[0]) for status, to, _ in after] == [(303, "/sign-in")] * 2
