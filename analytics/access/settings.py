"""The settings of sign-in, each checked before the dashboard starts: a missing or weak one is named, and refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.errors import InputError

SECRET_VARIABLE = "TANDEM_SECRET"  # noqa: S105 - a name, not a secret
HOURS_VARIABLE = "TANDEM_SESSION_HOURS"
AS_VARIABLE = "TANDEM_AS"
AUTH_FILE_VARIABLE = "TANDEM_AUTH_FILE"
SHORTEST_SECRET = 32
FEWEST_DIFFERENT = 10
USUAL_HOURS = 12.0
MOST_HOURS = 7 * 24.0
_EXAMPLES = ("change", "example", "secret", "password", "default", "tandem", "test", "your-", "your_", "0123456789")


class SettingError(InputError):
    """A setting is missing or weak; the dashboard does not start with it.

    Parameters
    ----------
    setting : str
        Its name, as whoever sets it knows it.
    wrong : str
        What is wrong with it.
    remedy : str
        What to do.
    """

    def __init__(self, setting: str, wrong: str, remedy: str) -> None:
        self.setting = setting
        super().__init__(f"{setting} {wrong}. {remedy}")


@dataclass(frozen=True)
class Settings:
    """What the surroundings say of sign-in.

    Attributes
    ----------
    longest_s : float
        Seconds after which a sign-in has ended.
    straight_in : str
        Who is signed in without being asked; empty where everybody is asked.
    """

    longest_s: float = USUAL_HOURS * 3600
    straight_in: str = ""


def settings_in(surroundings: Mapping[str, str]) -> Settings:
    """Read the settings of sign-in from environment variables.

    Parameters
    ----------
    surroundings : mapping of str to str
        Such as `os.environ`.

    Raises
    ------
    SettingError
        If one makes no sense.
    """
    return Settings(_hours(surroundings.get(HOURS_VARIABLE, "")) * 3600, surroundings.get(AS_VARIABLE, "").strip())


def strong(secret: str, *, setting: str) -> str:
    """Give a secret back, or refuse it.

    Parameters
    ----------
    secret : str
        What signs sign-ins.
    setting : str
        What it is called where it was set.

    Raises
    ------
    SettingError
        If it is short, monotonous, or looks like an example.
    """
    make = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'."
    if len(secret) < SHORTEST_SECRET:
        raise SettingError(setting, f"has {len(secret)} characters; it needs at least {SHORTEST_SECRET}", make)
    if len(set(secret)) < FEWEST_DIFFERENT:
        raise SettingError(setting, f"has {len(set(secret))} different characters: it can be guessed", make)
    found = next((example for example in _EXAMPLES if example in secret.casefold()), None)
    if found is not None:
        raise SettingError(setting, f'looks like an example ("{found}" is in it)', make)
    return secret


def _hours(text: str) -> float:
    if not text.strip():
        return USUAL_HOURS
    try:
        hours = float(text)
    except ValueError:
        hours = -1.0
    if not 0 < hours <= MOST_HOURS:
        raise SettingError(
            HOURS_VARIABLE,
            f'is "{text}"',
            f"It is how long a sign-in lasts, in hours: above 0, at most {MOST_HOURS:.0f}.",
        )
    return hours
