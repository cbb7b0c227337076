"""Signing in by a bank's own provider in a real browser: in, out in every tab, and who is not let in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from analytics.knowledge.people import Person
from analytics.knowledge.reading import knowledge
from analytics.knowledge.roles import Role
from tests.access.openid_provider import CLIENT, CLIENT_SECRET, Provider, provided
from tests.browser.driving import Visit, free_port, serving_by, visiting
from tests.pages.made_up import made_up_store

pytestmark = pytest.mark.browser

IS_LONG = os.environ.get("TANDEM_SLOW") == "1"
ANNA: dict[str, object] = {"email": "anna@bank.example", "email_verified": True, "groups": ["STAFF", "BANK-ANALYSTS"]}


@dataclass(frozen=True)
class Bank:
    """A provider, and the dashboard that trusts it."""

    provider: Provider
    store: Path
    url: str


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    store, port = tmp_path_factory.mktemp("openid"), free_port()
    made_up_store(store, n=300)
    file = tmp_path_factory.mktemp("kept_apart") / "secrets.toml"
    with provided() as provider:
        lines = {
            "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": "Qv9mXw3LrJ8sYb2NcK6hTzE4uFpD7gAa",
            "client_id": CLIENT,
            "client_secret": CLIENT_SECRET,
            "server_metadata_url": f"{provider.url}/.well-known/openid-configuration",
        }
        auth = "".join(f'{name} = "{value}"\n' for name, value in lines.items())
        file.write_text(f'[auth]\n{auth}[tandem.roles]\n"BANK-ANALYSTS" = "analyst"\n"BANK-BOARD" = "executive"\n')
        with serving_by(store, port=port, TANDEM_AUTH_FILE=str(file)) as (url, _):
            yield Bank(provider, store, url)


@pytest.fixture
def here(bank: Bank, browser: Browser) -> Iterator[Visit]:
    bank.provider.claims, bank.provider.lasts_s, bank.provider.is_forged = dict(ANNA), 3_600.0, False
    with visiting(browser, bank.url, person="") as visit:
        yield visit


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def sign_in(here: Visit) -> None:
    here.page.goto(here.url + "/customers")
    heading(here.page, "You are not signed in")
    assert "C0000" not in str(here.page.text_content("body"))
    here.page.get_by_role("button", name="Sign in with your bank's account").click()


def test_the_banks_provider_says_who_one_is_and_signing_out_ends_it_in_every_tab(here: Visit, bank: Bank) -> None:
    sign_in(here)
    here.page.get_by_role("button", name="Sign out").wait_for()
    assert {"/authorize", "/token", "/jwks"} <= set(bank.provider.asked)
    assert knowledge(bank.store).people["anna@bank.example"] == Person("anna@bank.example", Role.ANALYST)
    kept = here.page.context.cookies()
    assert all(cookie.get("httpOnly") for cookie in kept if cookie.get("name", "").startswith("_streamlit_user"))
    other = here.page.context.new_page()
    other.goto(bank.url + "/customers")
    heading(other, "Customers")
    here.page.get_by_role("button", name="Sign out").click()
    for page in (here.page, other):
        heading(page, "You are not signed in")
    assert "/end" in bank.provider.asked
    # Whoever kept a copy of the cookie is not let in with it.
    here.page.context.add_cookies(kept)  # type: ignore[arg-type]
    here.page.goto(bank.url + "/customers")
    heading(here.page, "You are not signed in")
    assert not here.dialogs


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "forged": ({"is_forged": True}, ""),
    "without a role": ({"claims": {**ANNA, "email": "eve@bank.example", "groups": ["STAFF"]}}, "no role here"),
    "ended": ({"lasts_s": -600.0}, ""),
    "for another": ({"claims": {**ANNA, "aud": "another"}}, ""),
    "of another": ({"claims": {**ANNA, "iss": "http://evil.example"}}, ""),
    "replayed": ({"claims": {**ANNA, "nonce": "replayed"}}, ""),
    "not verified": ({"claims": {**ANNA, "email": "eve@bank.example", "email_verified": False}}, "no role here"),
}
TRIED = REFUSED if IS_LONG else dict(list(REFUSED.items())[:2])


@pytest.mark.parametrize(("wrong", "why"), TRIED.values(), ids=TRIED)
def test_whom_the_provider_does_not_vouch_for_is_not_let_in(
    here: Visit, bank: Bank, wrong: dict[str, object], why: str
) -> None:
    for name, value in wrong.items():
        setattr(bank.provider, name, value)
    n_asked = bank.provider.asked.count("/token")
    sign_in(here)
    here.page.wait_for_url(bank.url + "/")
    heading(here.page, "You are not signed in")
    here.rest()
    assert bank.provider.asked.count("/token") == n_asked + 1
    assert why in str(here.page.text_content("body"))
    assert here.page.get_by_test_id("stSidebarNav").count() == 0
    assert "eve@bank.example" not in knowledge(bank.store).people


@pytest.mark.skipif(not IS_LONG, reason="a token lasts some seconds; by day it is tried without a browser")
def test_a_token_that_ends_closes_the_open_page(here: Visit, bank: Bank) -> None:
    bank.provider.lasts_s = 8.0
    sign_in(here)
    here.page.get_by_role("button", name="Sign out").wait_for()
    heading(here.page, "You are not signed in")
