"""Sign-in fails closed: with a setting that is missing or weak nothing starts, and the setting is named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from analytics.access.claims import provider_in
from analytics.access.settings import AUTH_FILE_VARIABLE, USUAL_HOURS, SettingError, settings_in
from analytics.access.signing import FILE, signing_secret
from analytics.knowledge.roles import Role
from pages.shared.entrance import ways

STRONG = "Zq7-xW2m_Kp9vR4tL8sYbN3cHj6dFgAe1UiOoQ"
AUTH = {
    "redirect_uri": "https://tandem.bank/oauth2callback",
    "cookie_secret": STRONG,
    "client_id": "tandem",
    "client_secret": "from the provider",
    "server_metadata_url": "https://id.bank/.well-known/openid-configuration",
}


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "short",
        STRONG[:31],
        "a" * 64,
        "abababababababababababababababababab",
        f"change-me-{STRONG}",
        f"secret{STRONG}",
    ],
)
def test_a_weak_secret_of_the_environment_is_refused_by_name(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingError, match="TANDEM_SECRET") as refused:
        signing_secret(tmp_path, {"TANDEM_SECRET": secret})
    assert secret == "" or secret not in str(refused.value), "a secret is not repeated"


@pytest.mark.parametrize("wrong", ["empty", "short", "open", "link", "folder", "bytes"])
def test_a_key_file_that_is_not_right_is_refused_by_name(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / FILE
    if wrong == "folder":
        path.mkdir()
    elif wrong == "link":
        (tmp_path / "elsewhere").write_text(STRONG)
        path.symlink_to(tmp_path / "elsewhere")
    else:
        path.write_bytes({"empty": b"", "short": b"abc", "bytes": b"\xff" * 60}.get(wrong, STRONG.encode()))
        path.chmod(0o644 if wrong == "open" else 0o600)
    with pytest.raises(SettingError, match=FILE):
        signing_secret(tmp_path, {})


def test_a_key_is_made_once_for_its_owner_alone_and_differs_between_stores(tmp_path: Path) -> None:
    first = signing_secret(tmp_path / "one", {})
    assert signing_secret(tmp_path / "one", {}) == first
    assert (tmp_path / "one" / FILE).stat().st_mode & 0o777 == 0o600
    assert signing_secret(tmp_path / "two", {}) != first
    assert signing_secret(tmp_path / "one", {"TANDEM_SECRET": STRONG}) == STRONG.encode()


@pytest.mark.parametrize("hours", ["soon", "0", "-1", "nan", "inf", "1000"])
def test_a_session_age_that_makes_no_sense_is_refused_by_name(hours: str) -> None:
    with pytest.raises(SettingError, match="TANDEM_SESSION_HOURS"):
        settings_in({"TANDEM_SESSION_HOURS": hours})


def test_without_a_session_age_a_sign_in_lasts_a_working_day() -> None:
    assert settings_in({}).longest_s == USUAL_HOURS * 3600
    assert settings_in({"TANDEM_SESSION_HOURS": "0.5"}).longest_s == 1800


def written(folder: Path, auth: Mapping[str, str], roles: str = '"BANK-A" = "analyst"') -> Path:
    """Write settings of a provider as Streamlit reads them."""
    lines = ["[auth]", *(f'{name} = "{value}"' for name, value in auth.items())]
    lines += ["[tandem.roles]", roles] if roles else []
    (folder / "secrets.toml").write_text("\n".join(lines))
    return folder / "secrets.toml"


@pytest.mark.parametrize("name", AUTH)
def test_a_provider_without_one_of_its_settings_is_refused_by_name(tmp_path: Path, name: str) -> None:
    for value in (None, "", " "):
        auth = {key: told for key, told in AUTH.items() if key != name} | ({} if value is None else {name: value})
        with pytest.raises(SettingError, match=f"auth.{name}"):
            provider_in(written(tmp_path, auth))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cookie_secret", "xxx"),
        ("cookie_secret", "your-secret-goes-here-and-is-long-enough"),
        ("redirect_uri", "http://tandem.bank/oauth2callback"),
        ("server_metadata_url", "http://id.bank/.well-known/openid-configuration"),
    ],
)
def test_a_provider_with_a_weak_setting_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"auth.{name}"):
        provider_in(written(tmp_path, {**AUTH, name: value}))


@pytest.mark.parametrize("roles", ["", '"BANK-A" = "boss"'])
def test_a_provider_without_roles_is_refused_by_name(tmp_path: Path, roles: str) -> None:
    with pytest.raises(SettingError, match=r"tandem\.roles"):
        provider_in(written(tmp_path, AUTH, roles))


def test_a_provider_is_read_and_without_one_local_profiles_are_used(tmp_path: Path) -> None:
    assert provider_in(tmp_path / "secrets.toml") is None
    found = provider_in(written(tmp_path, AUTH, '"BANK-A" = "analyst"\n"BANK-X" = "executive"'))
    assert found is not None
    assert dict(found.roles) == {"BANK-A": Role.ANALYST, "BANK-X": Role.EXECUTIVE}
    (tmp_path / "secrets.toml").write_text("[auth")
    with pytest.raises(SettingError, match=r"secrets\.toml"):
        provider_in(tmp_path / "secrets.toml")


@pytest.mark.parametrize("told", [None, '[other]\nname = "x"\n'])
def test_a_named_file_without_a_provider_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None
) -> None:
    file = tmp_path / "kept-apart.toml"
    if told is not None:
        file.write_text(told)
    monkeypatch.setenv(AUTH_FILE_VARIABLE, str(file))
    with pytest.raises(SettingError, match=AUTH_FILE_VARIABLE):
        ways.refuse_unsafe(tmp_path / "store")
