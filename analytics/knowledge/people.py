"""Local profiles: each act has an author, and a second person can agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from analytics.errors import InputError
from analytics.knowledge.fields import LONGEST_NAME, Fields, said
from analytics.knowledge.roles import STARTING_ROLES, Act, Role, may, roles_that_may
from analytics.vocabulary import Json

_NAME = re.compile(r"[\w][\w .@+'-]*")


@dataclass(frozen=True)
class Person:
    """Someone who works with the store.

    Attributes
    ----------
    name : str
        What they are called; no two have one name.
    role : Role
        What they may do.
    team : str or None
        Where they work.
    """

    name: str
    role: Role
    team: str | None = None


STARTING_PEOPLE: Mapping[str, Person] = {role.value: Person(role.value, role) for role in STARTING_ROLES}
"""Whom a fresh store knows."""


def person_called(people: Mapping[str, Person], name: str) -> Person:
    """Find a person.

    Parameters
    ----------
    people : mapping of str to Person
        Everyone.
    name : str
        Whom to find.

    Returns
    -------
    Person
        The person of that name.

    Raises
    ------
    InputError
        If there is none; the message names who is there.
    """
    if name in people:
        return people[name]
    close = get_close_matches(name, people, n=1)
    meant = f' Did you mean "{close[0]}"?' if close else ""
    raise InputError(
        f'There is no user "{name}".{meant} There are: {", ".join(sorted(people))}. '
        "Make one with: python -m analytics user NAME --role ROLE."
    )


def profile(fields: Fields) -> dict[str, Json]:
    """Check a profile that is to be made or changed.

    Parameters
    ----------
    fields : Fields
        ``name``, ``role``, ``team?``.

    Returns
    -------
    dict of str to Json
        What the ledger keeps.

    Raises
    ------
    InputError
        If there is no such role, or the name can't be one.
    """
    name = fields.text("name", longest=LONGEST_NAME)
    if not is_name(name):
        raise InputError(f"\"{name}\" can't be a user's name: it is made of letters, digits, spaces and . _ @ + ' -.")
    role = fields.choice("role", Role)
    return said(name=name, role=role.value, team=fields.text_or_none("team", longest=LONGEST_NAME))


def is_name(text: str) -> bool:
    """Say whether somebody can be called so."""
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def refuse_unless_allowed(person: Person, act: Act) -> None:
    """Refuse an act that the person's role has no right to.

    Parameters
    ----------
    person : Person
        Who wants to do it.
    act : Act
        What they want to do.

    Raises
    ------
    InputError
        If they may not; the message says who may.
    """
    if may(person.role, act):
        return
    able = ", ".join(roles_that_may(act))
    raise InputError(f'{person.name} is {_a(person.role)}, who may not do "{act}". Those who may: {able}.')


def _a(role: Role) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"
