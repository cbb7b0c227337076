"""Signing in as a local profile of this machine, and whether a sign-in still holds."""

from __future__ import annotations

import math
from pathlib import Path

from analytics.access import passphrases
from analytics.access.ended import has_ended
from analytics.access.token import SignIn, new_sign_in, read
from analytics.access.tries import Tries
from analytics.errors import InputError
from analytics.knowledge.people import person_called
from analytics.knowledge.reading import knowledge


def sign_in(store: Path, name: str, passphrase: str, *, tries: Tries, now_s: float) -> SignIn:
    """Sign a person in.

    Parameters
    ----------
    store : Path
        The store's folder.
    name : str
        A profile's.
    passphrase : str
        What was typed; anything where the profile has none.
    tries : Tries
        The wrong ones so far.
    now_s : float
        Seconds since 1970.

    Raises
    ------
    InputError
        If there is no such profile, the passphrase is wrong, or too many wrong ones came just before.
    """
    person = person_called(knowledge(store).people, name)
    if passphrases.has_passphrase(store, person.name):
        if not tries.begin(person.name):
            wait = math.ceil(tries.wait_s(person.name)) or 1
            raise InputError(f"Too many wrong passphrases. The next one is looked at in {wait} s.")
        if not passphrases.fits(store, person.name, passphrase):
            raise InputError("That is not the passphrase of this profile.")
        tries.was_right(person.name)
    return new_sign_in(person.name, now_s=now_s, passphrase=passphrases.version(store, person.name))


def in_force(store: Path, text: str, *, secret: bytes, now_s: float, longest_s: float) -> SignIn | None:
    """Read what a browser kept, and say whether it still holds; asked anew on every run of a page.

    Parameters
    ----------
    store : Path
        The store's folder.
    text : str
        From the browser; anything.
    secret : bytes
        The store's.
    now_s : float
        Seconds since 1970.
    longest_s : float
        How long a sign-in lasts.

    Returns
    -------
    SignIn or None
        None where it was not written here, has ended, was signed out, is of somebody without a profile, or was made
        with another passphrase than today's.
    """
    found = read(text, secret)
    if found is None or not found.is_in_time(now_s, longest_s) or has_ended(store, found.id):
        return None
    if found.name not in knowledge(store).people or found.passphrase != passphrases.version(store, found.name):
        return None
    return found
